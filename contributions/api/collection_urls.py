"""Addresses of collection in the API."""

from django.urls import path

from contributions.api import collection, collection_seizing

_OWN = "employers/<str:account>/arrears"
_CASE = "office/arrears/<int:case_id>"
PATTERNS = [
    path("employers/<str:account>/arrears", collection.Arrears.as_view(), name="arrears"),
    path("office/arrears", collection.CollectionQueue.as_view(), name="collection"),
    path("office/arrears/detect", collection.Detect.as_view(), name="collection-detect"),
    path("office/arrears/warn", collection.WarnMany.as_view(), name="collection-warn-many"),
    path("office/arrears/assign", collection.Assign.as_view(), name="collection-assign"),
    path(_CASE, collection.OneCollection.as_view(), name="collection-case"),
    path(f"{_CASE}/warn", collection.Warn.as_view(), name="collection-warn"),
    path(f"{_CASE}/warn-seizure", collection.WarnOfSeizure.as_view(), name="collection-warn-seizure"),
    path(f"{_CASE}/notes", collection.Note.as_view(), name="collection-note"),
    path(f"{_CASE}/assess", collection.Assess.as_view(), name="collection-assess"),
    path(f"{_CASE}/instalments", collection.AgreeInstalments.as_view(), name="collection-instalments"),
    path(f"{_CASE}/seizure", collection.ProposeSeizure.as_view(), name="collection-seizure"),
    path(f"{_CASE}/assets", collection_seizing.RecordAsset.as_view(), name="collection-asset"),
    path(
        f"{_CASE}/assets/<int:asset_id>/sale", collection_seizing.RecordSale.as_view(), name="collection-sale"
    ),
    path(f"{_CASE}/seizure/end", collection_seizing.EndSeizure.as_view(), name="collection-end-seizure"),
    path(f"{_CASE}/court", collection_seizing.RecordCourt.as_view(), name="collection-court"),
    path(
        f"{_CASE}/holds/<int:hold_id>/end", collection_seizing.EndHold.as_view(), name="collection-end-hold"
    ),
    path(
        f"{_CASE}/holds/<int:hold_id>/holding",
        collection_seizing.SetHolding.as_view(),
        name="collection-set-holding",
    ),
    path(
        f"{_CASE}/assessments/<int:assessment_id>/proof", collection.Prove.as_view(), name="collection-proof"
    ),
    path(f"{_OWN}/instalments", collection.AskInstalments.as_view(), name="ask-instalments"),
    path(f"{_OWN}/extension", collection.AskExtension.as_view(), name="ask-extension"),
    path(f"{_OWN}/appeal", collection.AskAppeal.as_view(), name="ask-appeal"),
]
