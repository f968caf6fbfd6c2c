#!/usr/bin/perl
# Courier's imapd with a login in front of it: its own needs a daemon that is
# installed. What comes after the login goes through as it is.
# usage: courier-front.pl PORT-FILE PROGRAM HOME
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IPC::Open2;
use POSIX ();

my ($port_file, $program, $home) = @ARGV;
my $listener = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1')
    or die "cannot listen: $!";
open my $file, '>', "$port_file.new" or die "$port_file: $!";
print $file $listener->sockport;
close $file;
rename "$port_file.new", $port_file;
$SIG{CHLD} = 'IGNORE';

sub read_line {
	my ($from) = @_;
	my $line = '';
	while ($line !~ /\n\z/) {
		sysread $from, my $byte, 1 or POSIX::_exit(0);
		$line .= $byte;
	}
	return $line;
}

sub log_in {
	my ($client) = @_;
	syswrite $client, "* OK front\r\n";
	while (1) {
		my ($tag, $command) = read_line($client) =~ /^(\S+) (\w+)/;
		syswrite $client, "* CAPABILITY IMAP4rev1\r\n"
		    if uc $command eq 'CAPABILITY';
		syswrite $client, "$tag OK done\r\n";
		return if uc $command eq 'LOGIN';
	}
}

sub serve {
	my ($client) = @_;
	log_in($client);
	chdir $home or die;
	%ENV = (%ENV, AUTHENTICATED => 'alice', HOME => $home,
	    IMAP_CAPABILITY => 'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE IDLE',
	    IMAP_KEYWORDS => 1, IMAP_ENHANCEDIDLE => 0);
	my ($from, $to);
	open2($from, $to, $program, 'Maildir');
	# Before its greeting it may complain of what is not installed.
	1 while read_line($from) !~ /PREAUTH/;
	my $select = IO::Select->new($client, $from);
	while (1) {
		for my $end ($select->can_read) {
			sysread $end, my $bytes, 8192 or POSIX::_exit(0);
			syswrite $end == $client ? $to : $client, $bytes;
		}
	}
}

while (1) {
	my $client = $listener->accept or next;
	next if fork;
	serve($client);
}
