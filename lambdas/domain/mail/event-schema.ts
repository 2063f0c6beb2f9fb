/**
 * Name and version of the event.
 *
 * It stands apart from the schema itself, so that functions that only compare it bundle no validator.
 */
export const eventSchema = 'email.received/1';
