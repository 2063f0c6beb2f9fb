/** The domain at which the local pipeline takes mail. */
export const localDomain = 'inbound.localhost';

/** The recipient of mail that is sent to nobody at that domain. */
export const defaultRecipient = `deals@${localDomain}`;
