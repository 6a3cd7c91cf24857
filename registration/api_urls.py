from django.urls import path

from registration.api import files, office_record, standing, views

_STAFF = "employers/<str:account>/staff"
urlpatterns = [
    path("me/profile", views.MyProfile.as_view(), name="my-profile"),
    path("me/coverage", views.MyCoverage.as_view(), name="my-coverage"),
    path("me/insurance", standing.MyInsurance.as_view(), name="my-insurance"),
    path("me/certificates", standing.MyCertificates.as_view(), name="my-certificates"),
    path("me/payout", views.MyPayout.as_view(), name="my-payout"),
    path("employer-applications", views.Applications.as_view(), name="employer-applications"),
    path("employer-applications/<str:reference>", views.Application.as_view(), name="employer-application"),
    path("employers", views.Employers.as_view(), name="employers"),
    path("employers/<str:account>", views.Employer.as_view(), name="employer"),
    path(
        "employers/<str:account>/certificate",
        standing.EmployerCertificate.as_view(),
        name="employer-certificate",
    ),
    path(_STAFF, views.Staff.as_view(), name="staff"),
    path(f"{_STAFF}/batch", views.StaffBatch.as_view(), name="staff-batch"),
    path(f"{_STAFF}/files", files.RollFiles.as_view(), name="staff-files"),
    path(f"{_STAFF}/files/<int:file_id>", files.RollFile.as_view(), name="staff-file"),
    path(f"{_STAFF}/files/<int:file_id>/findings", files.RollFindings.as_view(), name="staff-file-findings"),
    path(f"{_STAFF}/files/<int:file_id>/enrol", files.RollEnrol.as_view(), name="staff-file-enrol"),
    path(f"{_STAFF}/<int:employment>/leave", views.Leave.as_view(), name="staff-leave"),
    path("employers/<str:account>/rights", views.Rights.as_view(), name="rights"),
    path("employers/<str:account>/rights/<int:grant>", views.Right.as_view(), name="right"),
    path("office/people", views.OfficePeople.as_view(), name="office-people"),
    path("office/people/<int:person_id>", views.OfficePerson.as_view(), name="office-person"),
    path(
        "office/people/<int:person_id>/history", office_record.PersonHistory.as_view(), name="office-history"
    ),
    path(
        "office/people/<int:person_id>/corrections",
        office_record.Corrections.as_view(),
        name="office-corrections",
    ),
    path("office/employers", views.OfficeEmployers.as_view(), name="office-employers"),
    path("office/employers/<str:account>", views.OfficeEmployer.as_view(), name="office-employer"),
]
