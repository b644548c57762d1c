"""Các khóa mà câu trả lời thật vẫn có, phần lớn để trống.
The keys that the network's details carry (egp-api §3, §4); most of them are null there too."""

from typing import Any


def blank(keys: str, **filled: Any) -> dict[str, Any]:
    """An object with all the keys set to null, then filled; an unlisted key is a mistake of ours."""
    made: dict[str, Any] = dict.fromkeys(keys.split())
    unknown = filled.keys() - made.keys()
    if unknown:
        raise KeyError(f"keys not in this shape: {sorted(unknown)}")
    return made | filled


PLAN_VIEW = """
id planVersion status name investTarget investScale investorName newInvestorName newInvestorCode
competentPerson investForm isOda location investTotal investTotalUnit recCapital recCapitalUnit
investTotalEx decisionNo decisionDate decisionAgency decisionFileId decisionFileName publicDate
bidPack planNo planType investmentFunds cancelReason cancelFileId cancelFileName isMultiProject
pname pid pno pgroup pperiodUnit pperiod pform
"""
PLAN_PACKAGE = """
id bidNo idDetail idPlan planNo projectName name publicDate bidName isInternet isMultiLot isDomestic
isPrequalification isConcentrateShopping bidPrice bidPriceUnit bidForm bidField bidMode investorCode
processApply serviceLeft commodityLeft status notifyNo notifyVersion bidRealityOpenDate
procuringEntityName procuringEntityCode createdBy planType isOda notifyId estimateCreatedBy
estimateCreatedDate decisionFileId decisionFileName bidEstimatePrice linkNotifyInfo capitalDetail
bidStartUnit bidStartYear bidStartMonth bidStartQuarter createdDate planDecisionDate projectsLinked
bidTime supervisor additionalChoiseValue generalTasks investorName additionalChoise ctype pgroup
cperiod cperiodUnit
"""
PROJECT = """
id no version code name status budgetRelCode isOda investorCode investorName competentPersons
investForm investTotal investTotalEx investTotalUnit reciprocalCapital reciprocalCapitalUnit
investDetail exChangeDate decisionNo decisionDate decisionAgency decisionFileId decisionFileName
isProjectWorkFirst investTarget investScale createdDate createdBy updatedDate updatedBy
latestAssignId sponsorCode performUnit isConfirmStep hasLinkedPlan projectPlanList linkedPublishPlan
versionDTOS periodUnit period group form publicDate
"""
NOTICE = """
id notifyNo notifyVersion bidNo planNo publicDate procuringEntityCode bidOpenDate status
guaranteeValue guaranteeForm bidCloseDate bidName capitalDetail contractType bidForm bidMode
contractPeriodUnit contractPeriod planName investField planType projectName procuringEntityName
investorCode investorName oldInvestorName mergeInvestorDate isDomestic bidPrice bidPriceUnit
bidEstimatePrice bidOpenLocation bidValidityPeriod bidValidityPeriodUnit issueLocation
receiveLocation executionLocation feeType feeValue projectCode isInternet bidNoType bidId
processApply isAgreeFrame isPrequalification shortListNo planDecisionDate lotDTOList delayDTOList
getVersionDTOS createdBy notifyType incentives language reOfferNotifyNo reOfferNotifyVersion note
reOfferNotifyId shoppingAgencyCode additionalChoise additionalPrice underUnitCode propertySample
cdtType preNotifyNo preNotifyVersion preNotifyId isMedicine isRented mixBidField bidBefore
isMultiLot workType medicalType receiveLocationEn bidOpenLocationEn bidGuaranteeFormEn baseMedicine
isGoods originalPublicDate deliveryCapability mergerProName mergerInvestorName mergerDate
isAttachFlowEnabled isPriorityBidForm isElig29B isSustainably isEarly
"""
NOTICE_ROOT = """
bidoNotifyContractorM bidoInvFileDTO bidInvContractorOfflineDTO bidoInvReqApprovalAndDetailView
biduClarifyReqInvAndContentViewList bidoPreBidConferenceList bidaInvChapterConfList
bidoInvBiddingDTO bidpBidLocationList bidoBidStatus bidpPlanDetail bidCancelingResponse
bidNoContractorResponse bidContractorShortlistMDTO bidoPreNotifyContractorResult
biduPetitionContractorDTOList cancelBidHistoryList statusDT
"""
FOREIGN_NOTICE = """
id notifyNo notifyVersion bidNo planNo publicDate originalPublicDate procuringEntityCode
procuringEntityName investorCode investorName bidOpenDate bidCloseDate bidName bidForm bidMode
investField planType planName pName bidPrice bidPriceUnit bidEstimatePrice bidGuaranteeValue
bidGuaranteeForm cType cPeriod cPeriodUnit status isInternet isDomestic processApply bidId
planDecisionDate cancelReason cancelDecisionNo cancelDecisionDate cancelDecisionAgency
cancelFileAttachId cancelFileAttachName cancelDate cancelBy cancelType getVersionDTOS lotDTOList
createdBy notifyType feeType feeValue
"""
DOCUMENTS = """
id notifyId notifyNo notifyVersion fileId fileName decisionNo decisionDate decisionAgency
decisionFileId decisionFileName otherFileId otherFileName briefFileId briefFileName createdDate
createdBy updatedDate updatedBy listOtherFile fileIdEn fileNameEn listOtherFileEn decisionNoEn
decisionAgencyEn decisionFileIdEn decisionFileNameEn briefFileIdEn briefFileNameEn otherFileIdEn
otherFileNameEn
"""
BID_STATUS = """
id notifyNo notifyVersion bidNo bidName procuringEntityCode procuringEntityName bidCloseDate
bidOpenDate quantity status isMultiLot notifyType packType notifyId beforeStatus bidId
successBidOpenDate bidReOfferOpenDate successBidOpenDateTc published
"""
NOTICE_PACKAGE = """
id planNo planId planVersion isDomestic isInternet isPrequalification processApply bidMode bidForm
bidField recCapital bidName exchangeDate bidPrice bidPriceEx bidPriceUnit recCapitalUnit
bidPriceDetail bidStartYear bidStartMonth bidStartQuarter isMultiLot isConcentrateShopping
isOnlineShopping bidStartUnit capitalDetail capMngtUnit reportToCode reportToName shoppingAgencyCode
underUnitCode bidNo latestAssignId linkNotifyInfo projectsLinked additionalChoise bidEstimatePrice
planDecisionDate bidTime supervisor additionalChoiseValue generalTasks investorName ctype cperiod
cperiodUnit
"""
CANCELLING = """
id notifyNo bidName bidNo bidCloseDate bidStatus publicDate status cancelReason cancelDecisionNo
cancelDecisionDate cancelDecisionAgency cancelFileAttachId cancelFileAttachName reportFileId
reportFileName appraisalFileId appraisalFileName cancelDate cancelBy procuringEntityName
procuringEntityCode cancelType
"""
PLACE = """
id districtCode districtName provCode provName wardCode wardName action createDate createBy
bidDetailId planId
"""
REOFFER = """
id reofferNo reofferVersion notifyId notifyNo notifyVersion notifyType bidId bidNo bidName planNo
planType planName projectName processApply publicDate status procuringEntityCode procuringEntityName
investorCode investorName investField contractType bidForm bidMode isDomestic reofferCloseDate
reofferOpenDate isInternet isPrequalification isMultiLot medicalType cancelType cancelReason
cancelDecisionNo cancelDecisionDate cancelDecisionAgency cancelFileAttachId cancelFileAttachName
appraisalFileId appraisalFileName reportFileId reportFileName cancelDate cancelBy decisionNo
decisionDate decisionAgency decisionFileId decisionFileName priceInit priceStep allowReoffer
statusReoffer decisionNoPass decisionDatePass decisionAgencyPass decisionFileIdPass
decisionFileNamePass bidoListContractorReofferPassedDTOList bidValidityPeriod versionDTOS createdBy
createdDate lastModifiedBy lastModifiedDate originalPublicDate contractorPassList
infoReBidNotification bidoNotifyContractor bidDetail bidPlan bidProject cancelBidHistoryList
delayList contractorsResult contractorsResultAll createdDateNotify
"""
RESULT = """
id resultVersion notifyId notifyNo notifyVersion bidId bidNo bidName planNo investorName
investorCode bidPrice bidEstimatePrice bidEstimatePriceUnit bidField bidForm bidMode ctype
isDomestic isInternet publicDate decisionNo decisionDate decisionAgency decisionFileId
decisionFileName evalReportFileInfo reportFileId status type decisionVersions lotResultDTO
lotResultItems
"""
LOT_RESULT = """
id lotNo lotName lotPrice lotEstimatePrice winningCode status goodsList contractorList
"""
CONTRACTOR = """
orgCode orgFullname taxCode taxNation ventureCode ventureName role bidResult bidWiningPrice lotPrice
lotFinalPrice evalBidPrice techScore reason cperiod cperiodUnit cperiodText bidExecutionTime
otherContent
"""
