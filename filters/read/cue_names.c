#include "cues.h"

const char *const cue_names[CUE_KINDS] = {
    "attribution",
    "header_from",
    "header_sent",
    "header_to",
    "header_subject",
    "separators",
    "forwards",
    "closings",
    "mobile",
    "disclaimers",
    "postscripts",
    "reply_lines",
};
