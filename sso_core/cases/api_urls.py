from django.urls import path

from sso_core.cases.api import applicant, office, sharing

ME, EMPLOYER, OFFICE = "me/cases", "employers/<str:account>/cases", "office/cases"
urlpatterns = [
    path(ME, applicant.MyCases.as_view(), name="me-cases"),
    path(f"{ME}/<str:reference>", applicant.MyCase.as_view(), name="me-case"),
    path(f"{ME}/<str:reference>/answer", applicant.MyAnswer.as_view(), name="me-case-answer"),
    path(f"{ME}/<str:reference>/withdraw", applicant.MyWithdrawal.as_view(), name="me-case-withdraw"),
    path(EMPLOYER, applicant.EmployerCases.as_view(), name="employer-cases"),
    path(f"{EMPLOYER}/<str:reference>", applicant.EmployerCase.as_view(), name="employer-case"),
    path(OFFICE, office.Queue.as_view(), name="office-cases"),
    path("office/sharing/<str:office>", sharing.Sharing.as_view(), name="office-sharing"),
    path("office/sharing/<str:office>/rules", sharing.SharingRules.as_view(), name="office-sharing-rules"),
    path(f"{OFFICE}/<str:reference>", office.OfficeCase.as_view(), name="office-case"),
    path(f"{OFFICE}/<str:reference>/take", office.Take.as_view(), name="office-case-take"),
    path(f"{OFFICE}/<str:reference>/propose", office.Propose.as_view(), name="office-case-propose"),
    path(f"{OFFICE}/<str:reference>/confirm", office.Confirm.as_view(), name="office-case-confirm"),
    path(f"{OFFICE}/<str:reference>/send-back", office.SendBack.as_view(), name="office-case-send-back"),
    path(f"{OFFICE}/<str:reference>/ask", office.Ask.as_view(), name="office-case-ask"),
    path(f"{OFFICE}/<str:reference>/assign", office.Assign.as_view(), name="office-case-assign"),
    path(f"{OFFICE}/<str:reference>/note", office.Note.as_view(), name="office-case-note"),
]
