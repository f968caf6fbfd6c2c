#!/usr/bin/perl
# The user's mail program: one session with alice's mailbox, in which each
# argument is a command; "COMMAND <FILE" sends the file as a literal, and
# "!COMMAND" is run by a shell meanwhile. Prints what the server says.
# usage: client.pl PORT COMMAND ...
use strict;
use warnings;
use IO::Socket::INET;

my ($port, @commands) = @ARGV;
my $server = IO::Socket::INET->new(PeerAddr => '127.0.0.1',
    PeerPort => $port) or die "cannot connect: $!";
my $number = 0;

sub hear {
	my ($end) = @_;
	while (my $line = <$server>) {
		print $line;
		return if $line =~ $end;
		die "refused: $line" if $line =~ /^\d+ (NO|BAD)/;
	}
	die "the server has gone\n";
}

sub say_it {
	my ($command) = @_;
	my $literal;
	if ($command =~ s/ <(.*)//) {
		open my $file, '<', $1 or die "$1: $!";
		$literal = join '', map { s/\r?\n/\r\n/r } <$file>;
		$command .= ' {' . length($literal) . '}';
	}
	print $server ++$number, " $command\r\n";
	if (defined $literal) {
		hear(qr/^\+/);
		print $server "$literal\r\n";
	}
	hear(qr/^$number OK/);
}

$server->autoflush(1);
hear(qr/^\* OK/);
for my $command ('LOGIN alice s3cret', @commands, 'LOGOUT') {
	if ($command =~ /^!(.*)/) {
		system($1) == 0 or die "$1: $?";
	} else {
		say_it($command);
	}
}
