#!/usr/bin/perl
# Mail that is read from a server that fails in every way it can: each mail is
# read, once, and one that nobody can read keeps no other from being read.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use JSON::PP;
use Test::More;
use Time::HiRes qw(time sleep);

our $home = tempdir(CLEANUP => 1);
our $listener;
$ENV{HOME} = $home;
$ENV{TZ} = 'America/New_York';
$ENV{AFTERWORD} = abs_path($ENV{AFTERWORD});
$ENV{AFTERWORD_NOW} = '2026-05-04T12:00:00-04:00';
delete @ENV{qw(XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME)};

require(abs_path(dirname(__FILE__) . '/fake-imap.pl'));

my $state = "$home/.local/state/afterword";
my $story = dirname(__FILE__) . '/../mail/story';
system 'mkdir', '-p', "$home/.config/afterword", "$home/store";
spew("$home/password", "s3cret\n");
chmod 0600, "$home/password";
spew("$home/.config/afterword/config", join "\n", '[account a]',
    'address = robin@example.net', 'host = 127.0.0.1',
    'port = ' . $listener->sockport, 'tls = none', 'user = alice',
    "password_file = $home/password", 'timeout = 2', 'poll = 1', '');

# A mail of the story, with an id of its own.
sub deliver {
	my ($file, $id) = @_;
	my $text = slurp("$story/$file");
	$text =~ s/^Message-ID:.*/Message-ID: <$id\@example.org>/mi;
	$text =~ s/\r?\n/\r\n/g;
	store($text);
}

sub begin {
	system 'rm', '-rf', $state;
	unlink stored(), "$home/twist", "$home/log";
	spew("$home/mode", '');
	spew("$home/cut-$_", '') for qw(in out);
}

sub afterword {
	my (@arguments) = @_;
	my $start = time;
	my $said = `$ENV{AFTERWORD} @arguments 2>&1`;
	return ($? & 127 ? 'signal ' . ($? & 127) : $? >> 8, $said,
	    time - $start);
}

sub mails {
	my ($code, $json) = afterword('status', '--json');
	my @mails = map { @{$_->{mail}} } @{decode_json($json)->{applications}};
	return map { $_->{fingerprint} } @mails;
}

sub marked {
	my $marks = slurp("$state/watch.json") || '{"folders":[]}';
	return (map { $_->{uid} } @{decode_json($marks)->{folders}})[0] // 0;
}

# The mark first; then a mail that is read through what fails.
sub begin_with_mail {
	begin();
	deliver('5-rejection.eml', 'before');
	my ($code, $said) = afterword('sweep', '--sent');
	die "$code $said" if $code;
	deliver('1-application.eml', 'one');
}

begin_with_mail();
is((afterword('sweep', '--sent'))[0], 0, 'a good server is read');
is(scalar(mails()), 1, 'and the mail is there');
is(marked(), 2, 'and marked as read');
my $log = slurp("$home/log");
unlike($log, qr/STORE|SELECT|BODY\[/, 'nothing is changed or marked');

# Each must end, and the run after it finds the mail, once.
sub survives {
	my ($what, $set_up) = @_;
	begin_with_mail();
	$set_up->();
	my ($code, $said, $seconds) = afterword('sweep', '--sent');
	my @wrong;
	push @wrong, "$what: $code $said" if $code !~ /^(0|69|77|78)$/;
	push @wrong, "$what: $seconds seconds" if $seconds > 10;
	push @wrong, "$what: the password" if $said =~ /s3cret/;
	unlink "$home/twist";
	spew("$home/cut-$_", '') for qw(in out);
	for (1 .. 3) {
		($code, $said) = afterword('sweep', '--sent');
		last if !$code;
	}
	my @mails = mails();
	push @wrong, "$what: then $code, " . @mails . " mails, $said"
	    if $code || @mails != 1 || marked() != 2;
	return @wrong;
}

my $step = $ENV{AFTERWORD_CUT_STEP} // 37;
for my $way (qw(in out)) {
	my @wrong;
	for (my $at = 1; $at < ($way eq 'in' ? 500 : 2800); $at += $step) {
		push @wrong, survives($at, sub { spew("$home/cut-$way", $at) });
	}
	is("@wrong", '', "the line drops, $way: the mail is read, once");
}
for my $twist (qw(bye garbage nothing long-line long-literal deep binary)) {
	my @wrong;
	for my $at (1 .. 10) {
		push @wrong, survives($at,
		    sub { spew("$home/twist", "$twist $at") });
	}
	is("@wrong", '', "$twist at any time: the mail is read, once");
}

# All that it says comes late, byte by byte, or twice.
for my $twist (qw(late drip double)) {
	my @wrong = survives($twist, sub { spew("$home/twist", $twist) });
	is("@wrong", '', "$twist: the mail is read, once");
}

# A watch, and mails of which one ends its reader, once or for good. Its
# stack runs out inside libetpan: the sanitizer must let it die of that.
sub watch_for {
	my ($mode, $uid) = @_;
	local $ENV{ASAN_OPTIONS} = 'handle_segv=0';
	begin();
	deliver('5-rejection.eml', 'before');
	afterword('sweep', '--sent');
	spew("$home/mode", $mode);
	my $watch = fork;
	if (!$watch) {
		open STDERR, '>', "$home/watch.log";
		exec $ENV{AFTERWORD}, 'watch';
	}
	for (1 .. 100) {
		last if slurp("$home/watch.log") =~ /sent mail: connected/;
		sleep 0.1;
	}
	deliver('1-application.eml', 'two');
	deliver('1-application.eml', 'three');
	for (1 .. 300) {
		last if marked() == $uid;
		sleep 0.1;
	}
	kill 'TERM', $watch;
	waitpid $watch, 0;
	return $? >> 8;
}
is(watch_for('bad-structure', 3), 0,
    'a mail whose structure ends the reader: watch goes on');
is(scalar(mails()), 2, 'all others are read, and so is that one, whole');
is(watch_for('bad-mail', 3), 0, 'a mail that nobody can read: watch goes on');
is(scalar(mails()), 1, 'all others are read');
like(slurp("$home/watch.log"), qr/WARN .*left out/, 'and it says so');
unlike(slurp("$home/watch.log"), qr/larkspur|robin|s3cret/i,
    'and nothing private');
done_testing();
