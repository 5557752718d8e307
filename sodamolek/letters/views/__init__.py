"""Pages of letters: public, the applicant's, the desk's, the signer's."""
