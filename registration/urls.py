from django.urls import path

from registration.views import branches, business, employer, joining, member, office, office_business, staff

app_name = "registration"
STAFF = "employer/<str:account>/staff/"
BRANCHES = "employer/<str:account>/branches/"
FACTS = "employer/<str:account>/facts/"
CONTRACTORS = "employer/<str:account>/contractors/"
urlpatterns = [
    path("register-employer/", joining.number, name="register_employer"),
    path("register-employer/details/", joining.details, name="join_details"),
    path("register-employer/check/", joining.check, name="join_check"),
    path("register-employer/<str:reference>/", joining.registered, name="registered"),
    path("employer/", employer.choose, name="choose"),
    path("employer/<str:account>/", employer.home, name="employer_home"),
    path("employer/<str:account>/people/", employer.people, name="delegates"),
    path("employer/<str:account>/people/<int:grant>/end/", employer.end_right, name="end_right"),
    path("employer/<str:account>/deadlines/", business.deadlines, name="deadlines"),
    path("employer/<str:account>/acts/", business.acts, name="acts"),
    path(FACTS, business.facts, name="facts"),
    path(f"{FACTS}contact/", business.contact, name="employer_contact"),
    path(f"{FACTS}change/", business.change, name="employer_change"),
    path(f"{FACTS}close/", business.close, name="close_business"),
    path(BRANCHES, branches.branch_list, name="branches"),
    path(f"{BRANCHES}new/", branches.new_branch, name="new_branch"),
    path(f"{BRANCHES}accept/<str:reference>/", branches.accept, name="accept_transfer"),
    path(f"{BRANCHES}<str:branch_no>/", branches.branch, name="branch"),
    path(f"{BRANCHES}<str:branch_no>/close/", branches.close_branch, name="close_branch"),
    path(f"{BRANCHES}<str:branch_no>/transfer/", branches.hand_over, name="hand_over"),
    path(CONTRACTORS, business.contractor_list, name="contractors"),
    path(f"{CONTRACTORS}<int:link>/end/", business.end_contractor, name="end_contractor"),
    path(STAFF, staff.staff, name="staff"),
    path(f"{STAFF}new/", staff.enrol_one, name="enrol"),
    path(f"{STAFF}upload/", staff.enrol_upload, name="enrol_upload"),
    path(f"{STAFF}upload/result/", staff.enrol_result, name="enrol_result"),
    path(f"{STAFF}upload/findings.xlsx", staff.enrol_report, name="enrol_report"),
    path(f"{STAFF}template.xlsx", staff.enrol_template, name="enrol_template"),
    path(f"{STAFF}<int:employment>/leave/", staff.leave, name="leave"),
    path(f"{STAFF}<int:employment>/correct/", staff.correct, name="correct"),
    path(f"{STAFF}<int:employment>/cancel/", staff.cancel, name="cancel_enrolment"),
    path("me/profile/", member.profile, name="profile"),
    path("me/payout/", member.payout_page, name="payout"),
    path("office/people/", office.people, name="office_people"),
    path("office/people/<int:person_id>/", office.person, name="office_person"),
    path("office/employers/", office.employers, name="office_employers"),
    path("office/employers/late/", office_business.late, name="office_late"),
    path("office/employers/inquiry/", office_business.inquiry, name="inquiry"),
    path("office/employers/<str:account>/acts/", office_business.acts, name="office_acts"),
    path("office/employers/<str:account>/enrol/", office_business.enrol, name="office_enrol"),
    path("office/employers/<str:account>/reopen/", office_business.reopen, name="reopen"),
    path("office/employers/<str:account>/", office.employer, name="office_employer"),
]
