/** Trying again may help: the message stays on its queue. */
export class TransientError extends Error {
  override readonly name = 'TransientError';
}

/** Somebody has to change a setting; the message says which, what it found and what it wants. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
