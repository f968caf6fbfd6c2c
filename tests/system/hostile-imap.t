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

our $home = tempdir(CLEANUP => 1);
our ($listener, %modes);
my ($build) = $ENV{AFTERWORD} =~ m{^(.*)/};
my $driver = "$build/tests/system/drafts";
my $key = '0123456789abcdef0123456789abcdef';
my $timeout = 2;
$ENV{HOME} = $home;
$ENV{LSAN_OPTIONS} = 'print_suppressions=0:suppressions='
    . abs_path(dirname(__FILE__) . '/lsan.supp');
delete @ENV{qw(XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME)};
require(abs_path(dirname(__FILE__) . '/fake-imap.pl'));

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
my @today = split ' ', gmtime;
like(slurp("$home/log"),
    qr/APPEND .*\(.*\\Draft.*\) "[ 0-3]\d-...-$today[4] /i,
    'as a draft of this year');
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
for my $mode (qw(stripped injected preauth)) {
	fails($mode, 69, qr/TLS|PREAUTH/, "STARTTLS is $mode");
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

# Anything that it says is something else, once: whoever delivers survives it.
spew("$home/.config/afterword/config", "[account a]\ndrafts = imap\n"
    . $account =~ s/timeout=\d+/timeout=1/r);
for my $twist (qw(bye garbage nothing long-line long-literal deep binary)) {
	my @wrong;
	for my $at (1 .. 12) {
		begin('');
		spew("$outbox/$key.eml", $message);
		spew("$home/twist", "$twist $at");
		my ($code, $said, $seconds) = run($ENV{AFTERWORD}, 'sweep');
		push @wrong, "$at: $code $said" if $code !~ /^(0|69|77)$/;
		push @wrong, "$at: $seconds seconds" if $seconds > 6;
		push @wrong, "$at: lost"
		    if !-e "$outbox/$key.eml" && 1 != (() = stored());
		unlink "$home/twist";
		my ($again, $words) = run($ENV{AFTERWORD}, 'sweep');
		my $count = () = stored();
		push @wrong, "$at: $again, $count drafts $words"
		    if $again ne '0' || $count != 1 || -e "$outbox/$key.eml";
	}
	is("@wrong", '', "$twist at any time: one draft in the end");
}

# All that it says comes late, byte by byte, or twice.
for my $twist (qw(late drip double)) {
	begin('');
	spew("$home/twist", $twist);
	my ($code, $said, $seconds) = put();
	like($code, qr/^(0|69)$/, "$twist: an end") or diag($said);
	cmp_ok($seconds, '<', 4 * $timeout, "$twist: in time");
	unlink "$home/twist";
	recovers($twist);
}

# The line drops, at any byte, in either direction.
my $step = $ENV{AFTERWORD_CUT_STEP} // 11;
for my $way (qw(in out)) {
	my @wrong;
	my $cuts = 0;
	for (my $at = 1; $at < 3000; $at += $step) {
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
