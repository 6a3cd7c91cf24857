from django.urls import path

from registration.views import employer, member, office

app_name = "registration"
urlpatterns = [
    path("register-employer/", employer.register, name="register_employer"),
    path("register-employer/<str:reference>/", employer.registered, name="registered"),
    path("employer/", employer.choose, name="choose"),
    path("employer/<str:account>/", employer.home, name="employer_home"),
    path("employer/<str:account>/staff/", employer.staff, name="staff"),
    path("employer/<str:account>/staff/new/", employer.enrol_one, name="enrol"),
    path("employer/<str:account>/staff/upload/", employer.enrol_upload, name="enrol_upload"),
    path("employer/<str:account>/staff/template.xlsx", employer.enrol_template, name="enrol_template"),
    path("employer/<str:account>/staff/<int:employment>/leave/", employer.leave, name="leave"),
    path("employer/<str:account>/people/", employer.people, name="delegates"),
    path("employer/<str:account>/people/<int:grant>/end/", employer.end_right, name="end_right"),
    path("me/profile/", member.profile, name="profile"),
    path("me/payout/", member.payout_page, name="payout"),
    path("office/people/", office.people, name="office_people"),
    path("office/people/<int:person_id>/", office.person, name="office_person"),
    path("office/employers/", office.employers, name="office_employers"),
    path("office/employers/<str:account>/", office.employer, name="office_employer"),
]
