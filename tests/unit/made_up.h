/*
 * Applications that nobody made, for the tests of write.
 */
#ifndef MADE_UP_H
#define MADE_UP_H

#include "state.h"

#include <string.h>

#define NOW 1778662800             /* 2026-05-13T09:00:00Z, a Wednesday */
#define INTERVIEW_PAST 1778598000  /* the day before, 15:00Z */
#define INTERVIEW_AHEAD 1779202800 /* the Tuesday after, 15:00Z */
#define DAY 86400
#define OUR_ADDRESS "jordan@reyes.example"
#define RECRUITER "lorraine@northwind.example"

static const char *const made_up_names[] = {"Lorraine Tibbs", "Tom Weld",
    "Elena Ruiz", "Kofi Mensah", "Astrid Holm", "Wei Zhang", "Priya Raman",
    "Colin Wray", "Marta Sousa", "Jan Kowalski"};

/* What a user may have written, in the language of the letters. */
typedef struct OwnWords {
	const char *lang;
	const char *topic, *skill, *progress, *news;
} OwnWords;

static const OwnWords own_words[] = {
    {"en", "the new reading room.", "cataloguing",
        "Since then I have passed the examination in cataloguing.",
        "My paper has won this year's prize."},
    {"de", "den neuen Lesesaal.", "Katalogisierung",
        "Inzwischen habe ich die Prüfung in Katalogisierung bestanden.",
        "Mein Aufsatz ist mit dem diesjährigen Preis ausgezeichnet worden."},
    {"fr", "la nouvelle salle de lecture.", "le catalogage",
        "Depuis, j’ai réussi l’examen de catalogage.",
        "Mon article vient de recevoir le prix de l’année."},
    {"es", "la nueva sala de lectura.", "la catalogación",
        "Desde entonces he aprobado el examen de catalogación.",
        "Mi artículo ha recibido el premio de este año."},
    {"it", "la nuova sala di lettura.", "la catalogazione",
        "Nel frattempo ho superato l'esame di catalogazione.",
        "Il mio articolo ha vinto il premio di quest'anno."},
    {"pt", "a nova sala de leitura.", "a catalogação",
        "Desde então, passei no exame de catalogação.",
        "O meu artigo recebeu o prémio deste ano."},
    {"nl", "de nieuwe leeszaal.", "catalogiseren",
        "Sindsdien heb ik het examen catalogiseren gehaald.",
        "Mijn artikel heeft de prijs van dit jaar gewonnen."},
    {"pl", "nowa czytelnia na parterze budynku.", "katalogowanie",
        "Od tego czasu udało mi się zdać egzamin z katalogowania.",
        "Mój artykuł otrzymał tegoroczną nagrodę stowarzyszenia, wręczaną w "
        "maju."},
    {"sv", "den nya läsesalen.", "katalogisering",
        "Sedan dess har jag klarat provet i katalogisering.",
        "Min uppsats har fått föreningens pris för i år."},
    {"ja", "新しい閲覧室", "目録作成",
        "その後、目録作成の試験に合格いたしました。",
        "私の論文が今年の賞をいただきました。"},
    {"zh", "一楼新开放的阅览室", "编目", "此后我通过了编目考试。",
        "我的论文获得了今年的行业奖项，将于下个月在上海的年会上公开宣读。"},
};

/* English where a language has none. */
static inline const OwnWords *
own_words_in(const char *lang)
{
	for (size_t i = 0; i < sizeof own_words / sizeof own_words[0]; i++)
		if (!strcmp(own_words[i].lang, lang))
			return &own_words[i];
	return &own_words[0];
}

/* What is known; 0 is not known. */
typedef struct MadeUp {
	ActionKind kind;
	const char *lang;
	const char *id;
	bool has_role, has_firm, has_place, has_author, has_check_in;
	bool is_called, is_titled, is_nameless, is_moved, is_familiar;
	bool has_debrief, has_progress, is_first_choice, has_action_day;
	bool is_by_hand;
	int precision; /* of the interview: MomentPrecision */
	int proposed;  /* times offered */
	int people;    /* interviewers */
	int decide;    /* 1 ahead, 2 past */
	int number;
	int utc_offset_s;
	Stage stage;
	Detail detail;
} MadeUp;

static inline void
put(char **field, const char *value)
{
	g_free(*field);
	*field = g_strdup(value);
}

static inline Person *
add_person(Application *application, const char *name, const char *email)
{
	Person *person = g_new0(Person, 1);

	*person = (Person){.name = g_strdup(name),
	    .email = g_strdup(email),
	    .title = g_strdup(""),
	    .called = g_strdup(""),
	    .part = PART_INTERVIEWER};
	g_ptr_array_add(application->people, person);
	return person;
}

static inline Mail *
add_mail(Application *application, const char *id, const char *sender)
{
	Mail *mail = mail_new();

	put(&mail->fingerprint, id);
	put(&mail->id, id);
	put(&mail->sender_email, sender);
	put(&mail->recipient, OUR_ADDRESS);
	put(&mail->lang, application->lang);
	mail->time = NOW - 5 * DAY;
	mail->sure = true;
	g_ptr_array_add(application->mail, mail);
	return mail;
}

static inline Action *
add_action(Application *application, ActionKind kind, const char *person)
{
	Action *action = action_new(kind);

	put(&action->person, person);
	action->number = 1;
	g_ptr_array_add(application->actions, action);
	return action;
}

static inline void
add_slots(Interview *interview, const MadeUp *facts)
{
	for (int i = 0; i < facts->proposed; i++) {
		Period *slot = g_new0(Period, 1);

		slot->start.precision = MOMENT_TIME;
		slot->start.time = INTERVIEW_AHEAD + i * (DAY + 1800);
		slot->start.utc_offset_s = facts->utc_offset_s;
		g_ptr_array_add(interview->proposed, slot);
	}
}

/* An interview that is taken back with the application may be either. */
static inline bool
is_ahead_of_us(const MadeUp *facts)
{
	return facts->kind == ACTION_CONFIRM ||
	       (facts->kind == ACTION_WITHDRAW && facts->has_action_day);
}

/* Who was met without an address, the manager, the first day of the job. */
static inline void
add_particulars(Application *application, const MadeUp *facts)
{
	Interview *interview = application->interviews->pdata[0];
	Person *last = application->people->pdata[application->people->len - 1];
	Mail *mail = application->mail->pdata[0];

	if (facts->kind == ACTION_ASK_NAMES && facts->has_action_day)
		g_ptr_array_add(interview->people, g_strdup(made_up_names[4]));
	if (facts->kind == ACTION_THANK_MANAGER && facts->has_debrief)
		last->part = PART_MANAGER;
	if (facts->kind == ACTION_ACCEPT && facts->has_action_day) {
		mail->kind = KIND_OFFER;
		mail->starts =
		    (Moment){MOMENT_DAY, NOW + 19 * DAY, facts->utc_offset_s};
	}
}

static inline void
add_interview(Application *application, const MadeUp *facts)
{
	Interview *interview = interview_new("meeting");

	if (!facts->proposed)
		interview->when.start =
		    (Moment){.precision = (MomentPrecision)facts->precision,
		        .time = is_ahead_of_us(facts) ? INTERVIEW_AHEAD
		                                      : INTERVIEW_PAST,
		        .utc_offset_s = facts->utc_offset_s};
	add_slots(interview, facts);
	interview->stage = facts->stage;
	if (facts->has_place)
		put(&interview->place, "https://meet.example/abc");
	for (int i = 0; i < facts->people; i++) {
		const char *name = made_up_names[(i + 1) % 10];
		g_autofree char *email =
		    g_strdup_printf("p%d@northwind.example", i);
		Person *person = add_person(application, name, email);

		if (facts->is_titled && !(i % 2))
			put(&person->title, "Dr.");
		g_ptr_array_add(interview->people, g_strdup(email));
	}
	g_ptr_array_add(application->interviews, interview);
}

static inline void
add_invite(Application *application, const MadeUp *facts)
{
	Mail *mail =
	    add_mail(application, "first@northwind.example", RECRUITER);
	Person *person = add_person(application, made_up_names[0], RECRUITER);

	person->part = PART_RECRUITER;
	if (facts->is_nameless)
		put(&person->name, "");
	if (facts->is_called)
		put(&person->called, "Lorraine");
	if (facts->is_titled)
		put(&person->title, "Dr.");
	put(&mail->subject, "Your application");
	mail->utc_offset_s = facts->utc_offset_s;
	mail->detail = facts->is_moved ? DETAIL_MOVED : facts->detail;
	mail->is_familiar = facts->is_familiar;
}

static inline void
add_note(Application *application, NoteKind kind, const char *text)
{
	Note *note = note_new(kind);

	put(&note->text, text);
	g_ptr_array_add(application->notes, note);
}

static inline void
add_answer(Application *application, const char *question, const char *text)
{
	Note *note = application->notes->pdata[application->notes->len - 1];
	Answer *answer = answer_new();

	put(&answer->question, question);
	put(&answer->text, text);
	g_ptr_array_add(note->answers, answer);
}

static inline void
add_fact(Application *application, const char *key, const char *value)
{
	Fact *fact = fact_new();

	put(&fact->key, key);
	put(&fact->value, value);
	g_ptr_array_add(application->facts, fact);
}

/* What the user has said and written down. */
static inline void
add_words(Application *application, const MadeUp *facts)
{
	const OwnWords *words = own_words_in(facts->lang);

	if (facts->kind == ACTION_NEWS)
		add_note(application, NOTE_NEWS, words->news);
	if (facts->has_progress)
		add_note(application, NOTE_PROGRESS, words->progress);
	if (facts->has_debrief) {
		add_note(application, NOTE_DEBRIEF, "");
		add_answer(application, "topic", words->topic);
		add_answer(application, "skills", words->skill);
	}
	if (facts->is_first_choice)
		add_fact(application, "rank", "1");
	if (facts->is_by_hand)
		add_fact(application, "channel", "paper");
}

/* The action goes to somebody on the user's own side, for some kinds. */
static inline void
befriend(Application *application, Action *action, bool is_one_of_them)
{
	Person *person;

	if (action->kind != ACTION_REFERENCES &&
	    action->kind != ACTION_REFERRER &&
	    action->kind != ACTION_THANK_MANAGER)
		return;
	person = add_person(application, "Ruth Adler",
	    is_one_of_them ? RECRUITER : "ruth@home.example");
	g_ptr_array_steal_index(
	    application->people, application->people->len - 1);
	g_ptr_array_add(application->friends, person);
	put(&action->person, person->email);
}

/* The application of such facts; its last actions are those to write. */
static inline Application *
made_up(const MadeUp *facts)
{
	Application *application = application_new(facts->id);

	put(&application->lang, facts->lang);
	if (facts->has_role)
		put(&application->role, "Archivist");
	if (facts->has_firm)
		put(&application->company, "Northwind");
	if (facts->decide)
		application->decide_by = (Moment){.precision = MOMENT_DAY,
		    .time = NOW + (facts->decide == 1 ? 9 : -2) * DAY,
		    .utc_offset_s = facts->utc_offset_s};
	add_invite(application, facts);
	add_interview(application, facts);
	add_particulars(application, facts);
	add_words(application, facts);
	if (facts->has_check_in) {
		Action *action = add_action(application, ACTION_FOLLOW_UP, "");

		action->due = NOW + 16 * DAY;
	}
	for (int i = 0; facts->kind == ACTION_THANKS && i < facts->people;
	     i++) {
		g_autofree char *email =
		    g_strdup_printf("p%d@northwind.example", i);

		add_action(application, ACTION_THANKS, email);
	}
	if (facts->kind != ACTION_THANKS || !facts->people) {
		Action *action = add_action(application, facts->kind, "");

		action->number = facts->number;
		put(&action->mail, "first@northwind.example");
		put(&action->interview, "meeting");
		befriend(application, action, facts->is_first_choice);
		if (facts->has_action_day)
			action->day = (Moment){
			    MOMENT_DAY, NOW + 3 * DAY, facts->utc_offset_s};
	}
	return application;
}

/* An action that is a draft, as one of the many things that may be known. */
static inline MadeUp
made_up_variant(ActionKind kind, const char *lang, const char *id, guint seed)
{
	return (MadeUp){.kind = kind,
	    .lang = lang,
	    .id = id,
	    .has_role = seed % 5,
	    .has_firm = seed % 7,
	    .has_place = seed & 1,
	    .has_author = true,
	    .has_check_in = seed & 2,
	    .is_called = seed & 4,
	    .is_nameless = seed % 6 == 5,
	    .is_familiar = seed & 8,
	    .has_debrief = seed & 1,
	    .has_progress = seed & 2,
	    .is_first_choice = seed & 4,
	    .has_action_day = seed & 1,
	    .is_by_hand = kind == ACTION_THANKS && seed % 4 == 3,
	    .precision = (int)seed % 3,
	    .proposed = kind == ACTION_CONFIRM ? (int)seed % 3 : 0,
	    .people = (int)seed % 4,
	    .decide = (int)seed % 3,
	    .number = kind == ACTION_FOLLOW_UP || kind == ACTION_REFERENCES
	                  ? (int)seed % 2 + 1
	                  : 1,
	    .stage = (Stage)(seed % STAGE_COUNT),
	    .detail = (Detail)(seed % DETAIL_COUNT)};
}

#endif
