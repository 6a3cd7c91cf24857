from django.urls import path

from sso_core.cases.views import applicant, office, papers, queue, sharing

app_name = "cases"
OFFICE = "office/cases/<str:ref>/"
EMPLOYER = "employer/<str:account>/cases/"
urlpatterns = [
    path("office/", queue.show, name="queue"),
    path("office/transfer/", queue.transfer, name="transfer"),
    path("office/sharing/", sharing.sharing, name="sharing"),
    path(OFFICE, office.show, name="office_case"),
    path(f"{OFFICE}take/", office.take, name="take"),
    path(f"{OFFICE}decide/", office.decide_case, name="decide"),
    path(f"{OFFICE}confirm/", office.confirm, name="confirm"),
    path(f"{OFFICE}send-back/", office.send_back, name="send_back"),
    path(f"{OFFICE}stop-waiting/", office.stop_waiting, name="stop_waiting"),
    path(f"{OFFICE}note/", office.note, name="note"),
    path(f"{OFFICE}assign/", office.assign, name="assign"),
    path(f"{OFFICE}viewer/", papers.viewer, name="viewer"),
    path(f"{OFFICE}letter/", papers.preview, name="letter_preview"),
    path("me/cases/", applicant.mine, name="mine"),
    path("me/cases/<str:ref>/", applicant.tracker, name="tracker"),
    path("me/cases/<str:ref>/answer/", applicant.answer, name="answer"),
    path("me/cases/<str:ref>/receipt/", applicant.receipt, name="receipt"),
    path("me/cases/<str:ref>/withdraw/", applicant.withdraw, name="withdraw"),
    path(EMPLOYER, applicant.employer_cases, name="employer_cases"),
    path(f"{EMPLOYER}<str:ref>/", applicant.employer_tracker, name="employer_tracker"),
    path(f"{EMPLOYER}<str:ref>/answer/", applicant.employer_answer, name="employer_answer"),
    path(f"{EMPLOYER}<str:ref>/receipt/", applicant.employer_receipt, name="employer_receipt"),
    path(f"{EMPLOYER}<str:ref>/withdraw/", applicant.employer_withdraw, name="employer_withdraw"),
]
