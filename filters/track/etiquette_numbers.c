#include "etiquette.h"

#include <string.h>

static const char *const names[ETIQUETTE_NUMBER_COUNT] = {
    [CONFIRM_DUE_DAYS] = "confirm_due_days",
    [CONFIRM_LATE_DAYS] = "confirm_late_days",
    [THANKS_DUE_DAYS] = "thanks_due_days",
    [THANKS_LATE_DAYS] = "thanks_late_days",
    [ACCEPT_DUE_DAYS] = "accept_due_days",
    [ACCEPT_LATE_DAYS] = "accept_late_days",
    [FEEDBACK_DUE_DAYS] = "feedback_due_days",
    [FEEDBACK_LATE_DAYS] = "feedback_late_days",
    [KEEP_IN_TOUCH_DUE_DAYS] = "keep_in_touch_due_days",
    [KEEP_IN_TOUCH_LATE_DAYS] = "keep_in_touch_late_days",
    [FOLLOW_UP_DUE_BUSINESS_DAYS] = "follow_up_due_business_days",
    [FOLLOW_UP_LATE_BUSINESS_DAYS] = "follow_up_late_business_days",
    [FOLLOW_UP_DUE_DAYS_AFTER_DECISION] = "follow_up_due_days_after_decision",
    [FOLLOW_UP_LATE_DAYS_AFTER_DECISION] = "follow_up_late_days_after_decision",
    [FOLLOW_UPS_MOST] = "follow_ups_most",
    [INTERVIEW_MINUTES] = "interview_minutes",
    [FORGET_DAYS] = "forget_days",
    [BELIEVE_PERCENT] = "believe_percent",
    [BEGIN_PERCENT] = "begin_percent",
    [ASK_NAMES_DUE_DAYS] = "ask_names_due_days",
    [ASK_NAMES_LATE_DAYS] = "ask_names_late_days",
    [PROMISE_HOUR] = "promise_hour",
    [PROMISE_LATE_DAYS] = "promise_late_days",
    [LEVERAGE_DUE_DAYS] = "leverage_due_days",
    [LEVERAGE_LATE_DAYS] = "leverage_late_days",
    [NEWS_DUE_DAYS] = "news_due_days",
    [NEWS_LATE_DAYS] = "news_late_days",
    [DECLINE_DUE_DAYS] = "decline_due_days",
    [DECLINE_LATE_DAYS] = "decline_late_days",
    [THANK_MANAGER_DUE_DAYS] = "thank_manager_due_days",
    [THANK_MANAGER_LATE_DAYS] = "thank_manager_late_days",
    [WITHDRAW_DUE_DAYS] = "withdraw_due_days",
    [WITHDRAW_LATE_DAYS] = "withdraw_late_days",
    [REFERENCES_DUE_DAYS] = "references_due_days",
    [REFERENCES_LATE_DAYS] = "references_late_days",
    [REFERENCES_AGAIN_BUSINESS_DAYS] = "references_again_business_days",
    [REFERRER_DUE_DAYS] = "referrer_due_days",
    [REFERRER_LATE_DAYS] = "referrer_late_days",
    [DEBRIEF_HOUR] = "debrief_hour",
    [DEBRIEF_LATE_DAYS] = "debrief_late_days",
    [PREPARE_DAYS_BEFORE] = "prepare_days_before",
    [REST_DAYS] = "rest_days",
    [REST_REVIEW_DAYS] = "rest_review_days",
    [KEEP_APPLYING_DAYS] = "keep_applying_days",
    [KEEP_APPLYING_FEW] = "keep_applying_few",
    [DIGEST_HOUR] = "digest_hour",
    [QUIET_FROM_HOUR] = "quiet_from_hour",
    [QUIET_UNTIL_HOUR] = "quiet_until_hour",
    [SILENT_DAYS] = "silent_days",
};

const char *
etiquette_number_name(EtiquetteNumber number)
{
	return names[number];
}

EtiquetteNumber
etiquette_number_named(const char *name)
{
	EtiquetteNumber number = 0;

	while (
	    number < ETIQUETTE_NUMBER_COUNT && strcmp(names[number], name) != 0)
		number++;
	return number;
}
