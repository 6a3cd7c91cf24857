"""Addresses of collection: the employer's own page, and the office's work."""

from django.urls import path

from contributions.views import arrears, arrears_requests, collection, collection_acts

PATTERNS = [
    path("employer/<str:account>/arrears/", arrears.arrears, name="arrears"),
    path("employer/<str:account>/arrears/bills/<int:bill_id>/", arrears.joint_bill, name="joint_bill"),
    path(
        "employer/<str:account>/arrears/bills/<int:bill_id>/slip.pdf", arrears.joint_slip, name="joint_slip"
    ),
    path("employer/<str:account>/arrears/instalments/", arrears_requests.instalments, name="ask_instalments"),
    path("employer/<str:account>/arrears/extension/", arrears_requests.extension, name="ask_extension"),
    path("employer/<str:account>/arrears/appeal/", arrears_requests.appeal, name="ask_appeal"),
    path("office/arrears/", collection.queue, name="collection"),
    path("office/arrears/detect/", collection.detect, name="collection_detect"),
    path("office/arrears/give/", collection.give, name="collection_give"),
    path("office/arrears/share/", collection.share, name="collection_share"),
    path("office/arrears/warn/", collection.warn_many, name="collection_warn"),
    path("office/arrears/<int:case_id>/", collection_acts.case, name="collection_case"),
    path(
        "office/arrears/<int:case_id>/assessments/<int:assessment_id>/",
        collection_acts.proof,
        name="collection_proof",
    ),
    path("office/arrears/<int:case_id>/<slug:name>/", collection_acts.act, name="collection_act"),
]
