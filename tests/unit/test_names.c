#include "names.h"

#include <glib.h>

typedef struct Case {
	const char *one;
	const char *other;
	bool holds;
} Case;

static void
check(
    const Case *cases, size_t count, bool (*holds)(const char *, const char *))
{
	for (size_t i = 0; i < count; i++)
		if (holds(cases[i].one, cases[i].other) != cases[i].holds)
			g_error("'%s' and '%s'", cases[i].one, cases[i].other);
}

static void
test_equal(void)
{
	static const Case cases[] = {
	    {"Northwind Optics", "NORTHWIND  OPTICS", true},
	    {"Solandra Energía", "solandra energia", true},
	    {"St Brannoc's", "St Brannoc\342\200\231s", true},
	    {"R-18", "r 18", true},
	    {"Northwind Optics", "Northwind Optic", false},
	    {"Northwind Optics", "Northwind", false},
	    {"Optics Northwind", "Northwind Optics", false},
	    {"\346\240\252\345\274\217", "\346\240\252\345\274\217", true},
	    {"", "", false},
	    {"-", "-", false},
	    {"\xff", "\xff", false},
	};

	check(cases, G_N_ELEMENTS(cases), names_equal);
}

static void
test_contain(void)
{
	static const Case cases[] = {
	    {"Tom Weld", "Tom", true},
	    {"Tom Weld", "Weld", true},
	    {"Ji-woo Pak", "Ji-woo", true},
	    {"Tom Weld", "Tomas", false},
	    {"Tom", "Tom Weld", false},
	    {"Tom Weld", "", false},
	    {"", "Tom", false},
	};

	check(cases, G_N_ELEMENTS(cases), names_contain);
}

static void
test_role(void)
{
	static const Case cases[] = {
	    {"Embedded Software Engineer", "Embedded", true},
	    {"Data Engineer", "Senior Data Engineer (m/f/d)", true},
	    {"Lab Technician (0.8 FTE)", "Lab Technician", true},
	    {"Data Engineer", "Software Engineer", false},
	    {"Postdoc in Chemistry", "Postdoc in Biology", false},
	    {"\343\202\250\343\203\263\343\202\270\343\203\213\343\202\242",
	        "\344\270\212\347\264\232\343\202\250\343\203\263\343\202\270"
	        "\343\203\213\343\202\242",
	        true},
	    {"", "Optician", false},
	};

	check(cases, G_N_ELEMENTS(cases), names_same_role);
}

static void
test_domain(void)
{
	static const Case cases[] = {
	    {"Northwind Optics", "hr@northwind.example", true},
	    {"Northwind Optics", "hr@mail.northwind-optics.example", true},
	    {"Kestler Antriebstechnik", "b@kestler-antriebe.example", true},
	    {"St Brannoc's Hospital", "p@stbrannocs.example", true},
	    {"Livraria Ponto e Vírgula", "t@pontoevirgula.example", true},
	    {"Northwind Optics", "hr@agency.example", false},
	    {"Northwind Optics", "northwind@mail.example", false},
	    {"Example", "hr@northwind.example", false},
	    {"Al", "al@al.example", false},
	    {"", "hr@northwind.example", false},
	    {"Northwind", "", false},
	};

	check(cases, G_N_ELEMENTS(cases), names_own_domain);
}

static void
test_slug(void)
{
	static const char *const cases[][2] = {
	    {"Northwind Optics", "northwind-optics"},
	    {"  St Brannoc's & Co. ", "st-brannocs-co"},
	    {"Énergie/../é", "energie-e"},
	    {"\346\240\252\345\274\217\344\274\232\347\244\276", ""},
	    {"", ""},
	    {"A very long name of a firm that goes on and on for ever",
	        "a-very-long-name-of-a-firm-that-goes-on"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *slug = names_slug(cases[i][0]);

		g_assert_cmpstr(slug, ==, cases[i][1]);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/names/case-accents-and-marks-do-not-count", test_equal);
	g_test_add_func("/names/a-part-of-a-name-is-whole-words", test_contain);
	g_test_add_func("/names/a-role-has-many-wordings", test_role);
	g_test_add_func(
	    "/names/a-domain-is-its-firms-by-a-word-of-its-name", test_domain);
	g_test_add_func("/names/an-id-is-plain-and-short", test_slug);
	return g_test_run();
}
