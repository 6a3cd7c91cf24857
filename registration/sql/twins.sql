-- Records of a slice that may be one person with another record: born on the same day, and alike in one thing more.
-- Two whom the civil register both knows are two people, whatever they share; a pair dismissed once stays away.
-- A number that begins with 00 is not the civil register's, whoever confirmed it.
with mine as materialized (
    select id, search_key, birth_date, phone,
           verified_at is not null and national_id not like '00%%' as registered
      from registration_person
     where id between %(low)s and %(high)s and merged_into_id is null and birth_date is not null
), alike(one, other, ground) as (
    select p.id, q.id, 'name'
      from mine p join registration_person q on q.search_key = p.search_key
     where q.id <> p.id and q.birth_date = p.birth_date and q.merged_into_id is null
       and (not p.registered or q.verified_at is null or q.national_id like '00%%')
    union all
    select p.id, q.id, 'former_name'
      from mine p
      join registration_formername f on f.search_key = p.search_key and f.person_id <> p.id
      join registration_person q on q.id = f.person_id
     where q.birth_date = p.birth_date and q.merged_into_id is null
       and (not p.registered or q.verified_at is null or q.national_id like '00%%')
    union all
    select p.id, q.id, 'phone'
      from mine p join registration_person q on q.phone = p.phone
     where p.phone <> '' and q.id <> p.id and q.birth_date = p.birth_date and q.merged_into_id is null
       and (not p.registered or q.verified_at is null or q.national_id like '00%%')
    union all
    select p.id, q.id, 'account'
      from mine p
      join registration_payoutdestination d on d.person_id = p.id and d.kind = 'bank'
      join registration_payoutdestination e on e.bank_code = d.bank_code and e.account = d.account
      join registration_person q on q.id = e.person_id
     where q.id <> p.id and q.birth_date = p.birth_date and q.merged_into_id is null
       and (not p.registered or q.verified_at is null or q.national_id like '00%%')
)
insert into registration_twin (one_id, other_id, grounds, found_on, dismissed_why)
select least(one, other), greatest(one, other), to_jsonb(array_agg(distinct ground)), %(today)s, ''
  from alike
 group by least(one, other), greatest(one, other)
    on conflict (one_id, other_id) do nothing
