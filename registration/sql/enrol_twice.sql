-- The same person twice in a file: every readable row after the first is told where the first stands.
insert into registration_enrolfinding (file_id, line, field, code, severity, section, params, stage)
select file_id, line, 'national_id', 'twice_in_file', 'block', '', jsonb_build_object('first', first %% 1000000), 'read'
  from (select l.file_id, l.line, l.national_id, min(l.line) over (partition by l.kind, l.national_id) as first
          from registration_enrolline l
         where l.file_id = %(file)s
           and not exists (select from registration_enrolfinding f
                            where f.file_id = l.file_id and f.line = l.line and f.severity = 'block')) t
 where line > first
