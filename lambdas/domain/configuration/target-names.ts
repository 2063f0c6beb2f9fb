/** The one target that is no connection: the suppression list of the sending account. */
export const sesTarget = 'ses';

/** Not a place but a person: whoever was signed up is asked to confirm (double opt-in). */
export const confirmationTarget = 'confirmation';
