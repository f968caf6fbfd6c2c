#!/usr/bin/perl
# An IMAP server that fails in every way it can: the plugin ends in time, says
# what is wrong, never tells a password, and no draft is lost or there twice.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use Test::More;
use Time::HiRes qw(time sleep);

my $home = tempdir(CLEANUP => 1);
my ($build) = $ENV{AFTERWORD} =~ m{^(.*)/};
my $driver = "$build/tests/system/drafts";
my $key = '0123456789abcdef0123456789abcdef';
my $timeout = 2;
$ENV{HOME} = $home;
$ENV{LSAN_OPTIONS} = 'print_suppressions=0:suppressions='
    . abs_path(dirname(__FILE__) . '/lsan.supp');
delete @ENV{qw(XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME)};

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
my ($socket, %limit, %passed);

sub cut_at {
	my ($way, $bytes) = @_;
	my $left = $limit{$way} - $passed{$way};
	$passed{$way} += length $bytes;
	return $bytes if length $bytes < $left;
	return substr $bytes, 0, $left;
}

sub say_out {
	my ($text) = @_;
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

sub fetch {
	my ($uid, $line) = @_;
	my $text = slurp("$home/store/$uid") or return '';
	my ($header) = $text =~ /^(X-Afterword-Draft: .*\r\n)/m;
	my $size = length $text;
	return "* $uid FETCH (UID $uid BODY[] {$size}\r\n$text)\r\n"
	    if $line =~ /BODY\.PEEK\[\]/;
	my $part = ($header // '') . "\r\n";
	return "* $uid FETCH (UID $uid FLAGS (\\Draft) RFC822.SIZE $size "
	    . 'BODY[HEADER.FIELDS ("X-Afterword-Draft")] {' . length($part)
	    . "}\r\n$part)\r\n";
}

my %answers = (
	CAPABILITY => sub {
		"* CAPABILITY IMAP4rev1 UIDPLUS SPECIAL-USE UNSELECT\r\n" },
	LIST => sub { "* LIST (\\Drafts) \"/\" Drafts\r\n" },
	EXAMINE => sub {
		my $n = () = stored();
		"* FLAGS (\\Draft \\Deleted)\r\n* $n EXISTS\r\n* 0 RECENT\r\n"
		    . "* OK [UIDVALIDITY 7] valid\r\n" },
	'UID SEARCH' => sub {
		join(' ', '* SEARCH', map { m{/(\d+)$} } stored()) . "\r\n" },
	'UID FETCH' => sub { fetch($_[0] =~ /UID FETCH (\d+)/i, $_[0]) },
	LOGOUT => sub { "* BYE\r\n" },
);

my %modes = (
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

my $listener = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1')
    or BAIL_OUT('cannot listen');
my $server = fork;
if (!$server) {
	$SIG{PIPE} = 'IGNORE';
	$SIG{CHLD} = 'IGNORE';
	while ($socket = $listener->accept) {
		if (!fork) {
			%limit = map { $_ => slurp("$home/cut-$_") || 1e9 }
			    qw(in out);
			%passed = (in => 0, out => 0);
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

# The client.
my $account = join "\n", 'host=127.0.0.1', 'port=' . $listener->sockport,
    'tls=none', 'user=alice', 'password_command=echo s3cret',
    "timeout=$timeout", '';
my $message = "From: Ada Park <ada\@example.com>\r\nSubject: Thank you\r\n"
    . "X-Afterword-Draft: $key\r\n\r\nThank you.\r\n";
spew("$home/account", $account);
spew("$home/draft", $message);

sub begin {
	my ($mode) = @_;
	spew("$home/mode", $mode);
	spew("$home/cut-$_", '') for qw(in out);
	unlink "$home/log", stored();
	mkdir "$home/store";
}

# Runs a command: its exit code (or "signal N"), its words and its seconds.
sub run {
	my (@command) = @_;
	my $start = time;
	my $said = `@command 2>&1`;
	my $code = $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;
	return ($code, $said, time - $start);
}

sub put { run($driver, 'imap', "$home/account", 'put', $key, "$home/draft") }

sub fails {
	my ($mode, $wanted, $words, $claim) = @_;
	begin($mode);
	my ($code, $said, $seconds) = put();
	subtest $claim => sub {
		is($code, $wanted, 'exit code');
		like($said, $words, 'words');
		unlike($said, qr/s3cret/, 'no password');
		cmp_ok($seconds, '<', 4 * $timeout, 'in time');
	};
}

sub recovers {
	my ($claim) = @_;
	begin_again();
	my ($code, $said) = put();
	is($code, 0, "$claim: then it goes well");
	is(scalar(() = stored()), 1, "$claim: the draft is there, once");
}

sub begin_again {
	spew("$home/mode", '');
	spew("$home/cut-$_", '') for qw(in out);
}

begin('');
is((put())[0], 0, 'a good server has the draft');
is(slurp((stored())[0]), $message, 'and has it whole');
my $sent = length slurp("$home/log");

fails('silent', 69, qr/no answer in time/, 'a silent server');
fails('closed', 69, qr/closed the connection/, 'a server that hangs up');
fails('preauth', 69, qr/PREAUTH/, 'a server that logs us in unasked');
fails('bye', 69, qr/turns us away/, 'a server that sends us away');
fails('web', 69, qr/no IMAP|turns us away/, 'a server that is none');
fails('drip', 69, qr/no answer in time/, 'a server that drips');
fails('flood', 69, qr/too long/, 'a server that floods');
fails('no-capabilities', 69, qr/no capabilities/, 'one that can do nothing');
fails('not-this-way', 78, qr/no password this way/, 'one that wants TLS');
fails('echo', 77, qr/refused/, 'one that repeats the password');
fails('login-hangs', 69, qr/in time/, 'one that hangs at the login');
fails('login-bye', 69, qr/closed the connection/, 'one that ends at the login');

spew("$home/account", $account =~ s/tls=none/tls=starttls/r);
for my $mode (qw(stripped injected)) {
	fails($mode, 69, qr/TLS/, "STARTTLS is $mode");
	unlike(slurp("$home/log"), qr/LOGIN/, 'no password goes out');
}
spew("$home/account", $account);

fails('append-no', 69, qr/full/, 'a full mailbox');
recovers('a full mailbox');
fails('append-bad', 69, qr/what/, 'an APPEND not understood');
recovers('an APPEND not understood');
fails('append-bye', 69, qr/cannot store/, 'BYE at the APPEND');
recovers('BYE at the APPEND');
fails('lost-answer', 69, qr/cannot store/, 'a lost answer');
recovers('a lost answer');
fails('late-answer', 69, qr/in time/, 'an answer that comes late');
recovers('an answer that comes late');
fails('untagged', 69, qr/cannot store/, 'news before the literal');
recovers('news before the literal');
for my $mode (qw(odd-uid others)) {
	begin($mode);
	put();
	recovers($mode);
}

# Servers that are only odd.
sub manages {
	my ($mode, $folder, $claim) = @_;
	begin($mode);
	my ($code, $said) = put();
	subtest $claim => sub {
		is($code, 0, 'puts') or diag($said);
		like($said, qr/^7 1 [0-9a-f]{64}$/, 'knows where it is');
		like(slurp("$home/log"), qr/ APPEND "?\Q$folder\E"? /, 'rightly');
		is(scalar(() = stored()), 1, 'once');
	};
}

spew("$home/account", "${account}rules_folder=$build/rules\n");
manages('no-uid', 'Drafts', 'no word on where the draft is');
manages('no-keyword', 'Drafts', 'no keywords');
manages('xlist', 'X Mine', 'XLIST');
manages('lower-case', 'INBOX.Mine', 'a special use in lower case');
manages('all-folders', 'INBOX.Entw&APw-rfe',
    'every folder, asked for the special ones');
spew("$home/account", $account);

# libetpan may crash on these: whoever delivers must not, nor lose the draft.
my $outbox = "$home/.local/state/afterword/outbox";
system 'mkdir', '-p', $outbox, "$home/.config/afterword";
spew("$home/.config/afterword/config", "[account a]\ndrafts = imap\n$account");
for my $mode (qw(deep odd-flags)) {
	begin($mode);
	spew("$outbox/$key.eml", $message);
	my ($code, $said, $seconds) = run($ENV{AFTERWORD}, 'sweep');
	is($code, 69, "$mode: the sweep says so") or diag($said);
	ok(-e "$outbox/$key.eml", "$mode: the draft is still in the outbox");
	begin_again();
	is((run($ENV{AFTERWORD}, 'sweep'))[0], 0, "$mode: then it goes well");
	ok(!-e "$outbox/$key.eml", "$mode: it has left the outbox");
	is(scalar(() = stored()), 1, "$mode: it is there, once");
}

# The line drops, at any byte, in either direction.
for my $way (qw(in out)) {
	my @wrong;
	my $cuts = 0;
	for (my $at = 1; $at < 3000; $at += 11) {
		begin('');
		spew("$home/cut-$way", $at);
		my ($code, $said) = put();
		push @wrong, "$at: $code $said" if $code !~ /^(0|69)$/;
		begin_again();
		my ($again) = put();
		my $count = () = stored();
		push @wrong, "$at: $again, $count drafts"
		    if $again ne '0' || $count != 1;
		$cuts++;
		last if $code eq '0' && $at > 1000;
	}
	is("@wrong", '', "cut at $cuts places of what goes $way: one draft");
}

done_testing();
