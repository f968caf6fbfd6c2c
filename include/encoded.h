/*
 * Encoded: encoded words in header fields (RFC 2047) that GMime cannot join.
 *
 * Of several base64 words in a row it decodes the text up to the first padding
 * alone, and mailers pad each word: a folded subject in Japanese lost all but
 * its first line.
 */
#ifndef ENCODED_H
#define ENCODED_H

/*
 * The raw value of a header field with base64 words of one charset that stand
 * side by side joined into one; the caller's. NULL where there are none.
 * Linear in the value; what is no encoded word stays as it is.
 */
char *encoded_join(const char *raw);

#endif
