#include "text.h"

#include "flowed.h"

#include <glib.h>
#include <string.h>
#include <time.h>

/* A mail, and what of it is new; the rest is quoted or signature. */
static const struct {
	const char *name;
	const char *text;
	const char *new_text;
} cases[] = {
    {"plain", "Hi\n\nSee you.\n", "Hi\n\nSee you.\n"},
    {"empty", "", ""},
    {"quote-marks", "Yes\n> When?\n>> x\n", "Yes\n"},
    {"from-is-no-quote", ">From here it is near\n", ">From here it is near\n"},
    {"answers-between", "> When?\nAt two\n> Where?\nHere\n", "At two\nHere\n"},
    {"answer-below",
        "On 3 May 2026, Ann <a@x.example> wrote:\n> When?\n\nNow\n", "Now\n"},
    {"answer-below-a-separator",
        "-----Original Message-----\nFrom: a@x.example\n> When?\n\nNow\n",
        "Now\n"},
    {"wrapped-quote",
        "Yes\n> This is a line that was long enough to be broken when it was "
        "sent\nover\n> again\n",
        "Yes\n"},

    {"en/attribution",
        "Yes\n\nOn 3 May 2026, Ann <a@x.example> wrote:\n\nWhen?", "Yes\n"},
    {"en/attribution-broken",
        "Yes\n\nOn Mon, Aug 3, 2026 at 4:37 PM Ann Example <\n"
        "ann@x.example> wrote:\n\n> When?",
        "Yes\n"},
    {"en/attribution-right-below",
        "We could meet in 2026.\nOn 3 May 2026, Ann <a@x.example> wrote:\n> x",
        "We could meet in 2026.\n"},
    {"en/wrote-in-a-sentence", "As Ann wrote:\nit is fine.\n",
        "As Ann wrote:\nit is fine.\n"},
    {"de/attribution", "Ja\n\nAm 3.5.26 um 10:12 schrieb Ann Muster:\n> Wann?",
        "Ja\n"},
    {"fr/attribution",
        "Oui\n\nLe lun. 4 mai 2026 à 10:12, Anne <a@x.example>\na écrit :\n\n"
        "> Quand ?",
        "Oui\n"},
    {"es/attribution",
        "Sí\n\nEl lun, 4 may 2026 a las 10:12, Ana (<a@x.example>) escribió:\n"
        "> ¿Cuándo?",
        "Sí\n"},
    {"pt/attribution",
        "Sim\n\nEm seg., 4 de mai. de 2026 às 10:12, Ana <a@x.example> "
        "escreveu:\n> Quando?",
        "Sim\n"},
    {"it/attribution",
        "Sì\n\nIl giorno lun 4 mag 2026 alle ore 10:12 Anna <a@x.example> ha "
        "scritto:\n> Quando?",
        "Sì\n"},
    {"nl/attribution",
        "Ja\n\nOp ma 4 mei 2026 om 10:12 schreef Anna <a@x.example>:\n"
        "> Wanneer?",
        "Ja\n"},
    {"pl/attribution",
        "Tak\n\nW dniu 4.05.2026 o 10:12 Anna Nowak napisała:\n> Kiedy?",
        "Tak\n"},
    {"sv/attribution",
        "Ja\n\nDen mån 4 maj 2026 kl 10:12 skrev Anna <a@x.example>:\n> När?",
        "Ja\n"},
    {"ja/attribution",
        "はい\n\n2026年5月4日(月) 10:12 安奈 <a@x.example>:\n> いつ？",
        "はい\n"},
    {"zh/attribution",
        "好\n\n安娜 <a@x.example> 于2026年5月4日周一 10:12写道：\n\n> 何时？",
        "好\n"},
    {"any/attribution-by-its-form",
        "Ja\n\npe 20. lokakuuta 2026 klo 17.50 Anna\n<a@x.example> kirjoitti:\n"
        "\nMoi",
        "Ja\n"},

    {"en/separator", "Yes\n\n-----Original Message-----\nWhen?", "Yes\n"},
    {"de/separator", "Ja\n\n-----Ursprüngliche Nachricht-----\nWann?", "Ja\n"},
    {"fr/separator", "Oui\n-------- Message d'origine --------\nQuand ?",
        "Oui\n"},
    {"en/forward", "FYI\n\n---------- Forwarded message ---------\nHello",
        "FYI\n"},
    {"en/forward-apple", "FYI\n\nBegin forwarded message:\n\nFrom: A\n\nHello",
        "FYI\n"},
    {"en/dashed-attribution", "Yes\n\n---- Ann Example wrote ----\nWhen?\n",
        "Yes\n"},
    {"en/name-above-marks", "Yes\n\nAnn Example wrote:\n> When?\n", "Yes\n"},
    {"en/help-desk-line-on-top",
        "##- Please type your reply above this line -##\n\nWe got it.\n",
        "We got it.\n"},
    {"en/help-desk-line-below",
        "Thanks!\n\n## Reply above this line ##\n\nWe got it.\n", "Thanks!\n"},
    {"cs/attribution", "Ano\n\nDne 4. 5. 2026 v 10:12 Anna napsala:\n> Kdy?",
        "Ano\n"},
    {"ru/attribution",
        "Да\n\n4 мая 2026 г., 10:12, Анна <a@x.example> написала:\n"
        "> Когда?",
        "Да\n"},
    {"any/separator-by-its-form",
        "Ja\n\n-------- Oprindelig besked --------\nFra: A\nTil: B\n\nHej",
        "Ja\n"},

    {"en/header",
        "Yes\n\nFrom: A <a@x.example>\nSent: Monday\nTo: B\nSubject: C\n\nHi",
        "Yes\n"},
    {"en/header-below-a-rule",
        "Yes\n________________________________\nFrom: A\nSent: Monday\n"
        "To: B\nSubject: C\n\nHi",
        "Yes\n"},
    {"en/header-in-bold",
        "Yes\n\n*From:* A\n*Sent:* Monday\n*To:* B\n*Subject:* C\n\nHi",
        "Yes\n"},
    {"en/header-broken",
        "Yes\n\nFrom: Ann Example \n<ann@x.example> \nSent: Monday\nTo: B\n"
        "Subject: C\n\nHi",
        "Yes\n"},
    {"en/two-fields-are-no-header", "Date: Monday\nTo: bring a pen\nBye\n",
        "Date: Monday\nTo: bring a pen\nBye\n"},
    {"de/header", "Ja\n\nVon: A\nGesendet: Montag\nAn: B\nBetreff: C\n\nHallo",
        "Ja\n"},
    {"fr/header", "Oui\n\nDe : A\nEnvoyé : lundi\nÀ : B\nObjet : C\n\nSalut",
        "Oui\n"},
    {"es/header", "Sí\n\nDe: A\nEnviado el: lunes\nPara: B\nAsunto: C\n\nHola",
        "Sí\n"},
    {"pt/header",
        "Sim\n\nDe: A\nEnviada em: segunda\nPara: B\nAssunto: C\n\nOlá",
        "Sim\n"},
    {"it/header", "Sì\n\nDa: A\nInviato: lunedì\nA: B\nOggetto: C\n\nCiao",
        "Sì\n"},
    {"nl/header",
        "Ja\n\nVan: A\nVerzonden: maandag\nAan: B\nOnderwerp: C\n\nHoi",
        "Ja\n"},
    {"pl/header",
        "Tak\n\nOd: A\nWysłano: poniedziałek\nDo: B\nTemat: C\n\nCześć",
        "Tak\n"},
    {"sv/header", "Ja\n\nFrån: A\nSkickat: måndag\nTill: B\nÄmne: C\n\nHej",
        "Ja\n"},
    {"ja/header", "はい\n\n差出人: A\n送信日時: 月曜\n宛先: B\n件名: C\n\n本文",
        "はい\n"},
    {"zh/header",
        "好\n\n发件人： A\n发送时间： 周一\n收件人： B\n主题： C\n\n你好",
        "好\n"},

    {"delimiter", "Hi\n-- \nAnn\nAcme\n", "Hi\n"},
    {"delimiter-then-quote", "Hi\n-- \nAnn\n\n> When?\n", "Hi\n"},
    {"delimiter-first-is-text", "-- \nAnn\n", "--\nAnn\n"},
    {"en/closing-and-name-stay", "Hi\n\nBest,\nAnn\n", "Hi\n\nBest,\nAnn\n"},
    {"en/closing-and-block-go",
        "Hi\n\nBest,\nAnn Example\nHead of Talent\n+1 555 0100\n", "Hi\n"},
    {"en/closing-and-address-go",
        "Hi\n\nKind regards,\n\nAnn\n\nAnn Example | Acme\nacme.example\n",
        "Hi\n"},
    {"en/postscript-stays", "Hi\n\nBest,\nAnn\n\nPS: bring a pen\n",
        "Hi\n\nBest,\nAnn\n\nPS: bring a pen\n"},
    {"en/thanks-and-a-question-stay",
        "Hi\n\nThanks\n\nCould you tell me which day suits you best?\nAnn\n",
        "Hi\n\nThanks\n\nCould you tell me which day suits you best?\nAnn\n"},
    {"de/closing", "Ja\n\nMit freundlichen Grüßen\nAnn Muster\nPersonal\n",
        "Ja\n"},
    {"fr/closing", "Oui\n\nBien cordialement,\nAnne\nResponsable RH\n",
        "Oui\n"},
    {"es/closing", "Sí\n\nUn saludo,\nAna\nRecursos Humanos\n", "Sí\n"},
    {"pt/closing", "Sim\n\nAtenciosamente,\nAna\nRecursos Humanos\n", "Sim\n"},
    {"it/closing", "Sì\n\nCordiali saluti\nAnna\nUfficio Personale\n", "Sì\n"},
    {"nl/closing", "Ja\n\nMet vriendelijke groet,\nAnna\nPersoneelszaken\n",
        "Ja\n"},
    {"pl/closing", "Tak\n\nZ poważaniem\nAnna Nowak\nKadry\n", "Tak\n"},
    {"sv/closing", "Ja\n\nMed vänliga hälsningar\nAnna\nPersonal\n", "Ja\n"},
    {"ja/closing", "はい\n\nよろしくお願いいたします。\n田中\n人事部\n",
        "はい\n"},
    {"zh/closing", "好\n\n祝好！\n王安娜\n人力资源部\n", "好\n"},

    {"en/mobile", "Yes\n\nSent from my phone\n", "Yes\n"},
    {"en/mobile-above-a-quote",
        "Yes\n\nGet Outlook for iOS<https://x.example>\n"
        "________________________________\nWhen?\n",
        "Yes\n"},
    {"en/sent-from-in-a-sentence",
        "Yes\n\nSent from my desk, which is easier.\n",
        "Yes\n\nSent from my desk, which is easier.\n"},
    {"en/mobile-with-a-comma", "Yes\n\nSent from my Acme, Example phone\n",
        "Yes\n"},
    {"en/mobile-with-an-excuse",
        "Yes\n\nAnn\nSent from my iPhone. Please excuse my typing.\n",
        "Yes\n\nAnn\n"},
    {"de/mobile", "Ja\n\nVon meinem iPhone gesendet\n", "Ja\n"},
    {"fr/mobile", "Oui\n\nEnvoyé de mon iPhone\n", "Oui\n"},
    {"es/mobile", "Sí\n\nEnviado desde mi iPhone\n", "Sí\n"},
    {"pt/mobile", "Sim\n\nEnviado do meu iPhone\n", "Sim\n"},
    {"it/mobile", "Sì\n\nInviato da iPhone\n", "Sì\n"},
    {"nl/mobile", "Ja\n\nVerstuurd vanaf mijn iPhone\n", "Ja\n"},
    {"pl/mobile", "Tak\n\nWysłane z iPhone'a\n", "Tak\n"},
    {"sv/mobile", "Ja\n\nSkickat från min iPhone\n", "Ja\n"},
    {"ja/mobile", "はい\n\niPhoneから送信\n", "はい\n"},
    {"zh/mobile", "好\n\n发自我的iPhone\n", "好\n"},

    {"en/disclaimer",
        "Hi\n\nThis email and any attachments are confidential.\nDelete it.\n",
        "Hi\n"},
    {"list-footer", "Hi\n\n____________________\njobs mailing list\n", "Hi\n"},
    {"armour",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi\n"
        "-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n",
        "Hi\n"},
};

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	TextParts parts = text_split(cases[i].text);

	g_assert_cmpstr(parts.new_text, ==, cases[i].new_text);
	g_free(parts.new_text);
	g_free(parts.quoted);
	g_free(parts.signature);
}

static void
test_every_line_is_in_one_part(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		TextParts parts = text_split(cases[i].text);
		size_t letters = 0;
		size_t found = 0;
		const char *all[] = {cases[i].text, parts.new_text,
		    parts.quoted, parts.signature};

		for (size_t k = 0; k < G_N_ELEMENTS(all); k++)
			for (const char *c = all[k]; *c; c++)
				*(k == 0 ? &letters : &found) +=
				    !g_ascii_isspace(*c);
		g_assert_cmpuint(found, ==, letters);
		g_free(parts.new_text);
		g_free(parts.quoted);
		g_free(parts.signature);
	}
}

/* Lines that look like the beginning of something, without end. */
static void
test_time_is_linear(void)
{
	static const char *const lines[] = {"__\n", "-- \n", "> \n",
	    "From: a\n", "On 1 May 2026 a@b wrote\n", "1@x:\n", "----\n\n",
	    "Best,\nAnn\n", "-----BEGIN PGP SIGNED MESSAGE-----\n", "\n",
	    "(1@\n"};

	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		clock_t began = clock();
		TextParts parts;

		while (text->len < 256 * 1024)
			g_string_append(text, lines[i]);
		parts = text_split(text->str);
		g_assert_cmpint(clock() - began, <, 2 * CLOCKS_PER_SEC);
		g_free(parts.new_text);
		g_free(parts.quoted);
		g_free(parts.signature);
	}
}

static void
test_flowed_lines_are_joined(void)
{
	g_autofree char *text =
	    flowed_undo("a \nb\n  c\n> d \n> e\n>> f\n-- \nx \n-- \n", false);
	g_autofree char *deleted = flowed_undo("日 \n本\n", true);

	g_assert_cmpstr(text, ==, "a b\n c\n> d e\n>> f\n-- \nx \n-- \n");
	g_assert_cmpstr(deleted, ==, "日本\n");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/text/", cases[i].name, NULL);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
	}
	g_test_add_func(
	    "/text/every-line-is-in-one-part", test_every_line_is_in_one_part);
	g_test_add_func("/text/time-is-linear", test_time_is_linear);
	g_test_add_func(
	    "/text/flowed-lines-are-joined", test_flowed_lines_are_joined);
	return g_test_run();
}
