from django.urls import path

from registration.views import employer, files, insurance, joining, member, office, office_record, staff

app_name = "registration"
STAFF = "employer/<str:account>/staff/"
urlpatterns = [
    path("register-employer/", joining.number, name="register_employer"),
    path("register-employer/details/", joining.details, name="join_details"),
    path("register-employer/check/", joining.check, name="join_check"),
    path("register-employer/<str:reference>/", joining.registered, name="registered"),
    path("employer/", employer.choose, name="choose"),
    path("employer/<str:account>/", employer.home, name="employer_home"),
    path("employer/<str:account>/certificate/", employer.certificate, name="employer_certificate"),
    path("employer/<str:account>/people/", employer.people, name="delegates"),
    path("employer/<str:account>/people/<int:grant>/end/", employer.end_right, name="end_right"),
    path(STAFF, staff.staff, name="staff"),
    path(f"{STAFF}new/", staff.enrol_one, name="enrol"),
    path(f"{STAFF}upload/", files.upload, name="enrol_upload"),
    path(f"{STAFF}files/<int:file_id>/", files.page, name="enrol_file"),
    path(f"{STAFF}files/<int:file_id>/findings.xlsx", files.findings, name="enrol_report"),
    path(f"{STAFF}template.xlsx", files.template, name="enrol_template"),
    path(f"{STAFF}<int:employment>/leave/", staff.leave, name="leave"),
    path(f"{STAFF}<int:employment>/correct/", staff.correct, name="correct"),
    path(f"{STAFF}<int:employment>/cancel/", staff.cancel, name="cancel_enrolment"),
    path("me/profile/", member.profile, name="profile"),
    path("me/insurance/", insurance.insurance, name="insurance"),
    path("me/insurance/certificate/", insurance.certificate, {"what": "insured"}, name="certificate"),
    path("me/insurance/approval/", insurance.certificate, {"what": "section"}, name="approval"),
    path("me/payout/", member.payout_page, name="payout"),
    path("office/people/", office.people, name="office_people"),
    path("office/people/<int:person_id>/", office.person, name="office_person"),
    path("office/people/<int:person_id>/history/", office_record.history, name="office_history"),
    path("office/people/<int:person_id>/correct/", office_record.correct, name="office_correct"),
    path(
        "office/people/<int:person_id>/correct/<int:employment>/",
        office_record.correct_employment,
        name="office_correct_employment",
    ),
    path("office/employers/", office.employers, name="office_employers"),
    path("office/employers/<str:account>/", office.employer, name="office_employer"),
]
