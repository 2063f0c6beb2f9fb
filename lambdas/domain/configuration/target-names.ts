/** The one target that is no connection: the suppression list of the sending account. */
export const sesTarget = 'ses';

/** The target that is a person rather than a place: it asks a person who was signed up to confirm (double opt-in). */
export const confirmationTarget = 'confirmation';
