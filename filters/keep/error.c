#include "error.h"

#include <stdlib.h>
#include <sysexits.h>

GQuark
afterword_error_quark(void)
{
	return g_quark_from_static_string("afterword-error-quark");
}

int
error_exit_code(const GError *error)
{
	static const int codes[] = {
	    [AFTERWORD_ERROR_USAGE] = EX_USAGE,
	    [AFTERWORD_ERROR_MAIL] = EX_DATAERR,
	    [AFTERWORD_ERROR_SERVER] = EX_UNAVAILABLE,
	    [AFTERWORD_ERROR_STORE] = EX_TEMPFAIL,
	    [AFTERWORD_ERROR_PERMISSION] = EX_NOPERM,
	    [AFTERWORD_ERROR_RULES] = EX_CONFIG,
	};

	if (!error)
		return EXIT_SUCCESS;
	if (error->domain != AFTERWORD_ERROR || error->code < 0 ||
	    error->code >= (int)G_N_ELEMENTS(codes))
		return EX_SOFTWARE;
	return codes[error->code];
}
