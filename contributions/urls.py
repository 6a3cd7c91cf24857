from django.urls import path

from contributions.views import bills, filings, member, months, office, paying, section40, trace, typed

app_name = "contributions"
_FILING = "employer/<str:account>/filings/<int:filing_id>/"
urlpatterns = [
    path("employer/<str:account>/filings/", filings.filings, name="filings"),
    path("employer/<str:account>/filings/upload/", filings.upload, name="upload"),
    path("employer/<str:account>/filings/template.xlsx", filings.template, name="template"),
    path(_FILING, filings.filing, name="filing"),
    path(f"{_FILING}findings.xlsx", filings.findings_file, name="findings_file"),
    path(f"{_FILING}change/", filings.change, name="change"),
    path(f"{_FILING}enrol/", filings.enrol, name="enrol"),
    path(f"{_FILING}submit/", filings.submit, name="submit"),
    path(f"{_FILING}lines/<str:branch_no>/<int:number>/", filings.line, name="line"),
    path("employer/<str:account>/filings/type/", typed.begin, name="begin"),
    path(f"{_FILING}type/", typed.sheet, name="sheet"),
    path(f"{_FILING}type/add/", typed.add, name="add_person"),
    path("employer/<str:account>/bills/<int:bill_id>/", bills.employer_bill, name="bill"),
    path("employer/<str:account>/bills/<int:bill_id>/slip.pdf", bills.employer_slip, name="slip"),
    path("me/contributions/", member.contributions, name="me"),
    path("me/section39/", member.section39_page, name="section39"),
    path("me/section39/apply/", member.section39_apply, name="section39_apply"),
    path("me/section39/resign/", member.section39_resign, name="section39_resign"),
    path("me/section40/", section40.page, name="section40"),
    path("me/section40/change/", section40.change, name="section40_change"),
    path("me/section40/resign/", section40.resign, name="section40_resign"),
    path("me/section<int:section>/pay/", paying.months, name="pay_months"),
    path("me/pay/<int:group_id>/", paying.group, name="pay_group"),
    path("me/pay/<int:group_id>/slip.pdf", paying.group_slip, name="group_slip"),
    path("me/bills/<int:bill_id>/slip.pdf", bills.member_slip, name="member_slip"),
    path("office/filings/<int:filing_id>/", trace.filing, name="office_filing"),
    path("office/bills/<str:ref2>/", trace.bill, name="office_bill"),
    path("office/months/", months.months, name="months"),
    path("office/months/<str:month>/", months.one_month, name="month"),
    path("office/months/<str:month>/<slug:what>/", months.act, name="month_act"),
    path("office/suspense/", office.suspense, name="suspense"),
    path("office/suspense/<int:item_id>/", office.suspense_item, name="suspense_item"),
]
