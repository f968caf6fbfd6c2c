# afterword in Sieve, for a Dovecot of your own (Pigeonhole, extprograms).
#
# In dovecot.conf, with a link to afterword in the folder that is named there:
#
#   protocol lda {
#     mail_plugins = $mail_plugins sieve
#   }
#   plugin {
#     sieve_plugins = sieve_extprograms
#     sieve_extensions = +vnd.dovecot.filter
#     sieve_filter_bin_dir = /usr/local/lib/dovecot/sieve-filter
#     sieve_filter_exec_timeout = 20s
#   }

require ["vnd.dovecot.filter", "fileinto", "mailbox"];

# Each mail goes through afterword and comes back with lines such as
# "X-Afterword-Kind: invite" on top; if afterword fails, it is kept as it was.
filter "afterword" ["filter", "--pass"];

# The lines can be used from here on, in a folder of its own for example.
if header :is "X-Afterword-Kind" ["invite", "offer"] {
	fileinto :create "Interviews";
}
