# An IMAP server that fails in every way it can, for system tests: taken in
# with "require". It listens on loopback ($listener); what it does wrong is in
# files of $home, read for each connection.
use strict;
use warnings;
use IO::Socket::INET;
use Time::HiRes qw(time sleep);

our ($home, $listener, $socket, %limit, %passed, %answers, %modes);
our ($twist, $twist_at);

sub spew {
	my ($path, $text) = @_;
	open my $file, '>', $path or die "$path: $!";
	print $file $text;
	close $file;
}

sub slurp {
	my ($path) = @_;
	open my $file, '<', $path or return '';
	local $/;
	return scalar <$file>;
}

# The server. What it does wrong is in files, read for each connection: the
# mode, and after how many bytes in or out the connection is cut.

sub cut_at {
	my ($way, $bytes) = @_;
	my $left = $limit{$way} - $passed{$way};
	$passed{$way} += length $bytes;
	return $bytes if length $bytes < $left;
	return substr $bytes, 0, $left;
}

# What is done to everything that is said; some of it once, at the Nth time.
my %twists = (
	double => sub { $_[0] =~ /^[+]|^\* OK/ ? $_[0] : $_[0] x 2 },
	late => sub { sleep 0.15; $_[0] },
	drip => sub {
		for my $byte (split //, $_[0]) {
			syswrite $socket, $byte;
			sleep 0.0005;
		}
		'' },
);
my %twists_once = (
	bye => sub { syswrite $socket, "* BYE going down\r\n"; die "bye\n" },
	garbage => sub { join('', map { chr(33 + ord($_) % 90) }
	    split //, $_[0]) . "\r\n" },
	nothing => sub { '' },
	'long-line' => sub {
		syswrite $socket, '* OK ';
		for (1 .. 300) { syswrite $socket, 'x' x 65536 or die }
		"\r\n" },
	'long-literal' => sub {
		"* 1 FETCH (BODY[] {4000000000}\r\n" . 'x' x 65536 },
	'deep' => sub { '* 1 FETCH (BODYSTRUCTURE ' . '(' x 300000 . "\r\n" },
	'binary' => sub { join('', map { chr } 0 .. 255) . "\r\n" . $_[0] },
);

sub say_out {
	my ($text) = @_;
	$text = $twists{$twist}->($text) if $twist && $twists{$twist};
	$text = $twists_once{$twist}->($text)
	    if $twist && $twists_once{$twist} && --$twist_at == 0;
	return if $text eq '';
	my $part = cut_at('out', $text);
	syswrite $socket, $part;
	die "cut\n" if $part ne $text || $passed{out} >= $limit{out};
}

sub hear {
	my ($end) = @_;
	my $got = '';
	until ($end->($got)) {
		sysread $socket, my $byte, 1 or die "gone\n";
		$got .= $byte;
		cut_at('in', $byte);
		die "cut\n" if $passed{in} >= $limit{in};
	}
	return $got;
}

sub hear_line { hear(sub { $_[0] =~ /\n\z/ }) }

sub note_line {
	my ($line) = @_;
	open my $log, '>>', "$home/log";
	print $log $line;
}

sub stored { sort glob "$home/store/*" }

sub store {
	my ($text) = @_;
	my @mails = stored();
	my $uid = 1 + @mails;
	spew("$home/store/$uid", $text);
	return $uid;
}

# One item of a FETCH; a mail is one part of plain text.
sub item {
	my ($text, $item) = @_;
	my ($header, $body) = split /(?<=\r\n)\r\n/, $text, 2;
	my ($field) = $text =~ /^(X-Afterword-Draft: .*\r\n)/m;
	my %parts = ('' => $text, HEADER => "$header\r\n", TEXT => $body,
	    1 => $body);
	return 'FLAGS (\Draft)' if $item eq 'FLAGS';
	return 'RFC822.SIZE ' . length $text if $item eq 'RFC822.SIZE';
	return sprintf 'BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL '
	    . 'NIL "8BIT" %d %d NIL NIL NIL NIL)', length $body,
	    $body =~ tr/\n// if $item eq 'BODYSTRUCTURE';
	my ($name, $partial) = $item =~ /^BODY\.PEEK\[(.*)\](<0)?/ or die $item;
	my $value = $name =~ /^HEADER\.FIELDS/ ? ($field // '') . "\r\n"
	    : $parts{$name} // die $item;
	return "BODY[$name]" . ($partial ? '<0>' : '') . ' {'
	    . length($value) . "}\r\n$value";
}

sub fetch {
	my ($line) = @_;
	my ($set, $items) = $line =~ /FETCH (\S+) \((.*)\)/;
	my @items = $items =~ /(BODY\.PEEK\[[^]]*\](?:<[^>]*>)?|[\w.]+)/g;
	my $said = '';
	for my $range (split /,/, $set) {
		my ($first, $last) = split /:/, $range;
		for my $uid ($first .. $last // $first) {
			my $text = slurp("$home/store/$uid") or next;
			$said .= "* $uid FETCH (" . join(' ', map {
			    $_ eq 'UID' ? "UID $uid" : item($text, $_) }
			    @items) . ")\r\n";
		}
	}
	return $said;
}

sub break_fetch {
	my ($line, $words) = @_;
	my $said = fetch($line);
	return $said if $line !~ /$words/ || $said !~ /UID 2\b/;
	return '* 2 FETCH (UID 2 BODYSTRUCTURE ' . '(' x 300000 . "\r\n";
}

# Those of our draft's key, or those above a number.
sub search {
	my ($line) = @_;
	my ($above) = $line =~ /UID (\d+):\*/;
	return join(' ', '* SEARCH', grep { !$above || $_ >= $above }
	    sort { $a <=> $b } map { m{/(\d+)$} } stored()) . "\r\n";
}

sub idle {
	my ($line, $tag) = @_;
	say_out("+ idling\r\n");
	hear_line();
	return '';
}

%answers = (
	CAPABILITY => sub {
		"* CAPABILITY IMAP4rev1 UIDPLUS SPECIAL-USE UNSELECT\r\n" },
	LIST => sub { "* LIST (\\Drafts) \"/\" Drafts\r\n"
	    . "* LIST (\\Sent) \"/\" Sent\r\n" },
	EXAMINE => sub {
		my $n = () = stored();
		"* FLAGS (\\Draft \\Deleted)\r\n* $n EXISTS\r\n* 0 RECENT\r\n"
		    . "* OK [UIDVALIDITY 7] valid\r\n" },
	'UID SEARCH' => \&search,
	'UID FETCH' => \&fetch,
	IDLE => \&idle,
	LOGOUT => sub { "* BYE\r\n" },
);

%modes = (
	silent => { greeting => sub { sleep 30 } },
	closed => { greeting => sub { die "closed\n" } },
	preauth => { greeting => sub { say_out("* PREAUTH hello\r\n") } },
	bye => { greeting => sub { say_out("* BYE go away\r\n"); die } },
	web => { greeting => sub { say_out("HTTP/1.1 400 Bad\r\n\r\n"); die } },
	drip => { greeting => sub {
		say_out('* OK ');
		for (1 .. 200) { say_out('x'); sleep 0.1 } } },
	flood => { greeting => sub {
		say_out('* OK ');
		say_out('x' x 65536) for 1 .. 1000 } },
	'no-capabilities' => { CAPABILITY => sub { '' } },
	'stripped' => { STARTTLS => sub { 'NO' } },
	'injected' => { STARTTLS => sub {
		say_out("$_[1] OK go\r\n* CAPABILITY IMAP4rev1 EVIL\r\n");
		sleep 1; die } },
	'not-this-way' => { CAPABILITY => sub {
		"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n" } },
	'echo' => { LOGIN => sub { "NO wrong: $_[0]" =~ s/\s+\z//r } },
	'login-hangs' => { LOGIN => sub { sleep 30; '' } },
	'login-bye' => { LOGIN => sub { say_out("* BYE tired\r\n"); die } },
	'append-no' => { APPEND => sub { 'NO [OVERQUOTA] full' } },
	'append-bad' => { APPEND => sub { 'BAD what' } },
	'append-bye' => { APPEND => sub { say_out("* BYE no\r\n"); die } },
	'untagged' => { before_literal => sub { say_out("* 9 EXISTS\r\n") } },
	'odd-uid' => { after_literal => sub {
		'[APPENDUID 99999999999999 x] ' } },
	'lost-answer' => { after_literal => sub { die } },
	'late-answer' => { after_literal => sub { sleep 30 } },
	'deep' => { 'UID SEARCH' => sub {
		'* 1 FETCH (BODYSTRUCTURE ' . '(' x 300000 . "\r\n" } },
	'odd-flags' => { EXAMINE => sub {
		"* OK [PERMANENTFLAGS ({x}((\\*)] odd\r\n" } },
	'no-uid' => { after_literal => sub { '' } },
	'no-keyword' => { APPEND => sub {
		$_[0] =~ /AfterwordDraft/ ? 'NO flags' : '' } },
	'xlist' => {
		CAPABILITY => sub { "* CAPABILITY IMAP4rev1 XLIST\r\n" },
		XLIST => sub { '* XLIST (\HasNoChildren \Drafts) "/" "X Mine"'
		    . "\r\n" } },
	'lower-case' => {
		LIST => sub { "* LIST (\\HasNoChildren \\drafts) \".\" "
		    . "INBOX.Mine\r\n" } },
	'all-folders' => {
		CAPABILITY => sub {
			"* CAPABILITY IMAP4rev1 SPECIAL-USE NAMESPACE\r\n" },
		NAMESPACE => sub {
			"* NAMESPACE ((\"INBOX.\" \".\")) NIL NIL\r\n" },
		LIST => sub {
			join '', map { "* LIST () \".\" $_\r\n" }
			    qw(INBOX Drafting INBOX.Entw&APw-rfe) } },
	# The second mail ends whoever parses what is said of it.
	'bad-structure' => { 'UID FETCH' => sub {
		break_fetch($_[0], 'BODYSTRUCTURE') } },
	'bad-mail' => { 'UID FETCH' => sub { break_fetch($_[0], '') } },
	'others' => { 'UID SEARCH' => sub { "* SEARCH 1 2 3 4000000000\r\n" } },
);

sub append {
	my ($line, $tag, $mode) = @_;
	my ($size) = $line =~ /\{(\d+)\}/;
	$mode->{before_literal}->() if $mode->{before_literal};
	say_out("+ go\r\n");
	my $text = hear(sub { length $_[0] == $size + 2 });
	my $uid = store(substr $text, 0, $size);
	my $code = $mode->{after_literal}
	    ? $mode->{after_literal}->() : "[APPENDUID 7 $uid] ";
	say_out("$tag OK ${code}done\r\n");
}

sub serve {
	my $mode = $modes{slurp("$home/mode")} // {};
	if ($mode->{greeting}) {
		$mode->{greeting}->();
	} else {
		say_out("* OK ready\r\n");
	}
	while (1) {
		my $line = hear_line();
		note_line($line);
		my ($tag, $command) =
		    $line =~ /^(\S+) ((?:UID )?[A-Z]+)/i or die;
		$command = uc $command;
		my $answer = $mode->{$command} // $answers{$command};
		my $said = $answer ? $answer->($line, $tag) : '';
		if ($said =~ /^(NO|BAD)/) {
			say_out("$tag $said\r\n");
		} elsif ($command eq 'APPEND') {
			append($line, $tag, $mode);
		} else {
			say_out("${said}$tag OK done\r\n");
		}
		die "bye\n" if $command eq 'LOGOUT';
	}
}

$listener = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1')
    or die "cannot listen: $!";
my $server = fork;
if (!$server) {
	$SIG{PIPE} = 'IGNORE';
	$SIG{CHLD} = 'IGNORE';
	while ($socket = $listener->accept) {
		if (!fork) {
			%limit = map { $_ => slurp("$home/cut-$_") || 1e9 }
			    qw(in out);
			%passed = (in => 0, out => 0);
			($twist, $twist_at) = split ' ',
			    slurp("$home/twist") || '';
			eval { serve() };
			exit 0;
		}
		close $socket;
	}
	exit 0;
}

my $client = $$;
$SIG{$_} = sub { exit 1 } for qw(INT TERM HUP PIPE);
END { kill 'TERM', $server if $server && $$ == $client }

1;
