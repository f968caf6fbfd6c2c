#!/usr/bin/perl
# Mail that is made to be slow: an invite, followed by BYTES of one thing.
# usage: hostile.pl NAME [BYTES] writes it; hostile.pl --texts and
# hostile.pl --mails name what there is, one a line.
use strict;
use warnings;
use utf8;

my $ordinary = <<'END';
It has been a long year for all of us here, and the weather was worse than
that. My colleagues ask whether the train will be late again on Thursday, as
it was when Tom Ruiz came from the office in Hollin to see us.

We talk about your work for an hour, and then Dr. Maria Sand, who is our head
of engineering, will show you the house. If the time does not suit you, please
let me know by Friday, or pick another at https://calendar.example/ann. You
will have our answer within two weeks.

END

# What is repeated until there is enough of it.
my %texts = (
	ordinary => $ordinary,
	'one-word' => 'a',
	'one-letter-words' => 'a ',
	'capital-names' => 'ANN LEE TOM RUIZ MARIA VAN DER BERG ',
	'one-name' => 'Ann ',
	'names-with-titles' => 'Dear Ann Lee, VP Engineering, and Tom Ruiz, HR, ',
	'firms' => 'at Firm GmbH & Co. KG ',
	'digits' => '1 ',
	'one-number' => '1',
	'digits-and-dates' => '12 5 2026 10:30 3/4/26 18.05. ',
	'half-dates' => 'on Monday the 5th of at 10 to by next week before ',
	'months' => 'May March ',
	'ranges' => '10:00 - 11:00 - ',
	'zones' => '10:00 CET EST ',
	'quoted-lines' => "> and then we said that\n",
	'quote-signs' => '>',
	'attributions' => "On Monday, Ann wrote:\n",
	'mail-headers' => "From: a\nSent: b\nTo: c\nSubject: d\n\n",
	'signatures' => "-- \nAnn Lee\n",
	'brackets' => '(',
	'nested-brackets' => '( a ',
	'half-addresses' => 'ann@ lee@firm tom.ruiz@. @x ',
	'one-half-address' => 'a.b+c@',
	'links' => 'http://x.example/a ',
	'half-links' => 'www.www.www.',
	'one-letter-lines' => "a\n",
	'empty-lines' => "\n\n",
	'stops' => '. ',
	'dashes' => '-',
	'less-than' => '<',
	'kanji-run' => '山',
	'japanese' => '面接のお知らせ五月十二日午後三時から株式会社',
	'marks-apart' => "\x{e9}\x{301}",
	'zero-width' => "\x{200b}",
	'invites' => 'invite you to an interview ',
	'phones' => '+1 555 ',
	'base64' => undef,
);

# Whole bodies of HTML, and what stands around each.
my %html = (
	'html-open-tags' => ['', '<div>', ''],
	'html-half-tags' => ['', '<a href="', ''],
	'html-tables' => ['', '<table><tr><td>', ''],
	'html-quotes' => ['', '<blockquote>', ''],
	'html-comments' => ['', '<!-- ', ''],
	'html-entities' => ['', '&amp;&#8203;&#x1F', ''],
	'html-attributes' => ['<p ', 'a=b ', '>x</p>'],
	'html-links' => ['', '<a href="https://x.example/">x</a> ', ''],
	'html-styles' => ['<style>', '.a{display:none}', '</style><p>x</p>'],
	'html-less-than' => ['', '<', ''],
);

my %mails = (
	'line' => sub { plain('x' x shift) },
	'subject' => sub { head('Subject: ' . 'x ' x (shift() / 2)) },
	'recipients' => sub {
		my $n = shift() / 20;
		head('To: ' . join(",\n ",
			map { "a$_\@firm.example" } 1 .. $n));
	},
	'references' => sub {
		my $n = shift() / 20;
		head('References: ' . join("\n ",
			map { "<m$_\@firm.example>" } 1 .. $n));
	},
	'headers' => sub { head("X-Many: x\n" x (shift() / 10) . 'X-Last: x') },
	'calendar' => sub { calendar(shift() / 150) },
	'attendees' => sub { calendar(1, shift() / 40) },
	'multiparts' => sub {
		my $n = shift() / 60;
		typed('multipart/mixed; boundary=b0', join '',
			map { "--b$_\nContent-Type: multipart/mixed; boundary=b"
				. ($_ + 1) . "\n\n" } 0 .. $n);
	},
	'parts' => sub {
		my $n = shift() / 40;
		typed('multipart/mixed; boundary=b',
			"--b\nContent-Type: text/plain\n\nx\n" x $n . "--b--\n");
	},
	'messages' => sub {
		my $n = shift() / 40;
		typed('message/rfc822',
			"Content-Type: message/rfc822\n\n" x $n . "Subject: x\n\nx\n");
	},
	'encoded-words' => sub {
		head('Subject: ' . "=?utf-8?q?a?=\n " x (shift() / 20) . 'x');
	},
	'comments' => sub { head('To: ' . '(' x shift) },
);

sub start {
	my $subject = shift // 'Subject: Interview invitation: Software Engineer';
	return <<"END";
From: Ann Lee <ann.lee\@firm.example>
Date: Tue, 12 May 2026 09:00:00 +0200
Message-ID: <hostile\@firm.example>
MIME-Version: 1.0
$subject
END
}

my $invite = <<'END';
Dear Robin,

thank you for your application. We would like to invite you to an interview
for the position of Software Engineer on Monday, 18 May 2026 at 10:00.

END

sub typed {
	my ($type, $body) = @_;
	return start() . "To: robin\@example.net\nContent-Type: $type\n\n$body";
}

sub plain { return typed('text/plain; charset=utf-8', $invite . shift) . "\n" }

sub head {
	my $line = shift;
	my $subject = $line =~ /^Subject/ ? $line : undef;
	my $to = $line =~ /^To/ ? '' : "To: robin\@example.net\n";
	return start($subject) . $to . ($subject ? '' : "$line\n") . "\n$invite";
}

sub calendar {
	my ($n, $guests) = @_;
	my $attendees = join '', map {
		"ATTENDEE;CN=A$_:mailto:a$_\@firm.example\n" } 1 .. ($guests // 0);
	my $events = join '', map {
		"BEGIN:VEVENT\nUID:u$_\nDTSTART:20260518T100000Z\n" .
		"DTEND:20260518T110000Z\nSUMMARY:Interview\n" .
		"RRULE:FREQ=DAILY\n${attendees}END:VEVENT\n" } 1 .. $n;
	return typed('text/calendar; method=REQUEST; charset=utf-8',
		"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n" .
		"METHOD:REQUEST\n${events}END:VCALENDAR\n");
}

# Letters by a generator of numbers that is the same everywhere.
sub junk {
	my ($bytes, $state, $text) = (shift, 1, '');
	my @letters = ('A' .. 'Z', 'a' .. 'z', 0 .. 9, '+', '/');
	while (length $text < $bytes) {
		for (1 .. 76) {
			$state = ($state * 1103515245 + 12345) & 0x7fffffff;
			$text .= $letters[($state >> 16) & 63];
		}
		$text .= "\n";
	}
	return $text;
}

sub repeat {
	my ($text, $bytes) = @_;
	my $length = length $text;
	utf8::encode(my $encoded = $text);
	return $text x ($bytes / length($encoded) + 1);
}

my ($name, $bytes) = @ARGV;
$bytes //= 1_000_000;
binmode STDOUT, ':utf8';
die "usage: hostile.pl NAME [BYTES]\n" unless defined $name;
if ($name eq '--texts') {
	print "$_\n" for sort keys %texts, keys %html;
} elsif ($name eq '--mails') {
	print "$_\n" for sort keys %mails;
} elsif ($html{$name}) {
	my ($before, $text, $after) = @{$html{$name}};
	(my $page = $invite) =~ s/\n\n/<p>/g;
	print typed('text/html; charset=utf-8',
		"<p>$page</p>$before" . repeat($text, $bytes) . $after);
} elsif ($mails{$name}) {
	print $mails{$name}->($bytes);
} elsif (exists $texts{$name}) {
	print plain(defined $texts{$name} ? repeat($texts{$name}, $bytes)
		: junk($bytes));
} else {
	die "hostile.pl: no such mail: $name\n";
}
