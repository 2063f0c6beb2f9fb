declare module 'libmime/lib/charset.js' {
  const charset: {
    /** Decodes bytes under a charset's name or one of its common misspellings. */
    decode(bytes: Buffer, charset: string): string;
  };
  export = charset;
}
