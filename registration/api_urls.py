from django.urls import path

from registration.api import business, files, office_business, office_record, office_twins, standing, views

_STAFF = "employers/<str:account>/staff"
_BRANCH = "employers/<str:account>/branches/<str:branch_no>"
_CONTRACTORS = "employers/<str:account>/contractors"
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
    path("employers/<str:account>/branches", business.Branches.as_view(), name="branches"),
    path(_BRANCH, business.Branch.as_view(), name="branch"),
    path(f"{_BRANCH}/close", business.BranchClosing.as_view(), name="branch-close"),
    path(f"{_BRANCH}/transfer", business.BranchTransfer.as_view(), name="branch-transfer"),
    path("employers/<str:account>/transfers", business.Transfers.as_view(), name="transfers"),
    path(
        "employers/<str:account>/transfers/<str:reference>/accept",
        business.TransferAcceptance.as_view(),
        name="transfer-accept",
    ),
    path("employers/<str:account>/contact", business.Contact.as_view(), name="employer-contact"),
    path("employers/<str:account>/changes", business.Changes.as_view(), name="employer-changes"),
    path("employers/<str:account>/close", business.Closing.as_view(), name="employer-close"),
    path("employers/<str:account>/deadlines", business.Deadlines.as_view(), name="employer-deadlines"),
    path("employers/<str:account>/acts", business.Acts.as_view(), name="employer-acts"),
    path(_CONTRACTORS, business.Contractors.as_view(), name="contractors"),
    path(f"{_CONTRACTORS}/<int:link>/end", business.ContractorEnd.as_view(), name="contractor-end"),
    path("office/late-reports", office_business.LateReports.as_view(), name="office-late-reports"),
    path("office/inquiries", office_business.Inquiries.as_view(), name="office-inquiries"),
    path("office/employers/<str:account>/acts", office_business.OfficeActs.as_view(), name="office-acts"),
    path("office/employers/<str:account>/enrol", office_business.OfficeEnrol.as_view(), name="office-enrol"),
    path("office/employers/<str:account>/reopen", office_business.Reopening.as_view(), name="office-reopen"),
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
    path("office/people/<int:person_id>/merges", office_twins.Merges.as_view(), name="office-merges"),
    path(
        "office/people/<int:person_id>/merges/<int:merge_id>/part",
        office_twins.Parting.as_view(),
        name="office-part",
    ),
    path("office/people/<int:person_id>/death", office_twins.Deaths.as_view(), name="office-death"),
    path("office/twins", office_twins.Twins.as_view(), name="office-twins"),
    path("office/twins/<int:twin_id>/dismiss", office_twins.TwinDismissal.as_view(), name="office-dismiss"),
    path("office/employers", views.OfficeEmployers.as_view(), name="office-employers"),
    path("office/employers/<str:account>", views.OfficeEmployer.as_view(), name="office-employer"),
]
