#!/usr/bin/perl
# Each draft exactly once, whatever fails: runs of a sweep through a line that
# drops, with either side killed, and then one clean sweep. Each run has a seed
# of its own, which is printed when it goes wrong.
# usage: once.pl RUNS SEED IMAP-PORT DOVECOT-PROCESS DRAFTS-FOLDER
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use POSIX ();
use Time::HiRes qw(sleep time);

my ($runs, $seed, $port, $dovecot, $folder) = @ARGV;
my $home = $ENV{HOME};
my $outbox = "$home/.local/state/afterword/outbox";
my $program = $ENV{AFTERWORD};
my ($build) = $program =~ m{^(.*)/};

sub spew {
	my ($path, $text) = @_;
	open my $file, '>', "$path.new" or die "$path: $!";
	print $file $text;
	close $file;
	rename "$path.new", $path or die "$path: $!";
}

sub slurp {
	my ($path) = @_;
	open my $file, '<', $path or return '';
	local $/;
	return scalar(<$file>) // '';
}

# The line: "in" or "out" and the byte after which it drops, from a file.
sub carry {
	my ($client) = @_;
	my ($way, $left) = split ' ', slurp("$home/cut");
	my $server = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
	    PeerPort => $port) or return;
	my $select = IO::Select->new($client, $server);
	while (1) {
		for my $from ($select->can_read) {
			my $is_in = $from == $client;
			sysread $from, my $bytes, 4096 or return;
			if (defined $way && $is_in == ($way eq 'in')) {
				$bytes = substr $bytes, 0, $left;
				$left -= length $bytes;
			}
			syswrite $is_in ? $server : $client, $bytes;
			return if defined $way && $left <= 0;
		}
	}
}

my $listener = IO::Socket::INET->new(Listen => 20, LocalAddr => '127.0.0.1')
    or die "cannot listen: $!";
my $line = fork;
if (!$line) {
	$SIG{CHLD} = 'IGNORE';
	$SIG{PIPE} = 'IGNORE';
	while (my $client = $listener->accept) {
		next if fork;
		carry($client);
		POSIX::_exit(0);
	}
	POSIX::_exit(0);
}
my $self = $$;
END { kill 'TERM', $line if $line && $$ == $self }
$SIG{$_} = sub { exit 1 } for qw(INT TERM HUP);

my $account = join "\n", 'host=127.0.0.1', 'port=' . $listener->sockport,
    'tls=none', 'user=alice', "password_file=$home/password", 'timeout=5', '';
spew("$home/account", $account);
spew("$home/password", "s3cret\n");
chmod 0600, "$home/password";
system 'mkdir', '-p', $outbox, "$home/.config/afterword";
spew("$home/.config/afterword/config", "[account a]\ndrafts = imap\n$account");

# Starts a sweep in a group of its own, and kills what is to be killed.
sub sweep {
	my ($fault, $after) = @_;
	my $child = fork;
	if (!$child) {
		setpgrp;
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', '/dev/null';
		exec $program, 'sweep', '--quiet';
	}
	if ($fault eq 'client' || $fault eq 'server') {
		sleep $after;
		kill 'KILL', -$child if $fault eq 'client';
		system 'pkill', '-KILL', '-P', $dovecot, '-x', 'imap'
		    if $fault eq 'server';
	}
	waitpid $child, 0;
	my $code = $? >> 8;
	# What a killed sweep has started may live a little longer; and the
	# server still does what it was sent, before anybody looks again.
	while ($fault eq 'client' && kill 0, -$child) { sleep 0.005 }
	my $is_busy = $fault ne 'none';
	for (1 .. 3000) {
		last if !$is_busy;
		$is_busy = !!`pgrep -P $dovecot -x imap`;
		sleep 0.01 if $is_busy;
	}
	# A lock that a killed server leaves is honoured for two minutes.
	unlink "$folder/dovecot-uidlist.lock"
	    if $fault ne 'none' && !$is_busy;
	return $code;
}

sub faulty_sweep {
	my $fault = (qw(in out client server))[rand 4];
	my $at = 1 + int rand($fault eq 'in' ? 1200 : 2500);
	my $after = rand 0.12;
	spew("$home/cut", $fault eq 'in' || $fault eq 'out'
	    ? "$fault $at" : '');
	sweep($fault, $after);
	return $fault =~ /^(in|out)$/ ? "$fault:$at"
	    : sprintf '%s:%.3f', $fault, $after;
}

sub message {
	my ($key, $text) = @_;
	return "From: Ada <ada\@example.com>\r\nSubject: Thank you\r\n"
	    . "X-Afterword-Draft: $key\r\n\r\n$text\r\n";
}

sub place_of {
	my ($key) = @_;
	my $place = `$build/tests/system/drafts imap $home/account put $key $home/sent-$key 2>&1`;
	return $place =~ /^(\d+ \d+ [0-9a-f]+)$/ ? $1 : undef;
}

sub queue {
	my ($key, $text, $place) = @_;
	spew("$outbox/$key.withdraw", "ada\@example.com $place") if $place;
	spew("$outbox/$key.eml", message($key, $text));
	spew("$home/sent-$key", message($key, $text));
}

# What is wrong with the folder; it should hold these texts, each once.
sub look {
	my (%wanted) = @_;
	my %found;
	for my $path (glob "$folder/cur/* $folder/new/*") {
		my $text = slurp($path);
		$text =~ s/\r//g;
		my ($key) = $text =~ /^X-Afterword-Draft: (\w+)$/m;
		my ($body) = $text =~ /\n\n(.*)\n/;
		push @{$found{$key // 'none'}}, $body;
	}
	my @wrong = grep { join(' ', @{$found{$_} // []}) ne $wanted{$_} }
	    sort keys %wanted;
	push @wrong, grep { !exists $wanted{$_} } sort keys %found;
	# Half-written files and notes of what is done: the next sweep's matter.
	push @wrong, map { "$_ left" } glob "$outbox/*.eml $outbox/*.withdraw";
	return map { "$_: " . join(',', @{$found{$_} // []}) } @wrong;
}

sub run {
	my ($n) = @_;
	srand $seed + $n;
	unlink glob("$folder/cur/* $folder/new/*"), glob "$outbox/*";
	my (%wanted, @story);
	for my $round (1 .. 1 + int rand 2) {
		for my $k (1 .. 1 + int rand 3) {
			my $key = sprintf '%08x%08x%016x', $n, $k, $seed;
			my $place = $wanted{$key} ? place_of($key) : undef;
			return "no place of $key" if $wanted{$key} && !$place;
			$wanted{$key} = "text $round";
			queue($key, "text $round", $place);
		}
		push @story, faulty_sweep() for 1 .. 1 + int rand 3;
		spew("$home/cut", '');
		my $code = sweep('none');
		my @wrong = look(%wanted);
		push @wrong, "exit $code" if $code;
		return "round $round, @story: @wrong" if @wrong;
	}
	return '';
}

my $start = time;
my $bad = 0;
for my $n (1 .. $runs) {
	my $wrong = run($n);
	next if $wrong eq '';
	$bad++;
	print "run $n of seed $seed: $wrong\n";
	last if $bad >= 5;
}
printf "%d runs in %.0f seconds, %d went wrong\n", $runs, time - $start, $bad;
exit($bad != 0);
