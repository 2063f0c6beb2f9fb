import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from './session.ts';

const nowhere: Session = {
  settings: { home: 'laptop', stage: '', version: '', signIn: null, sandbox: false },
};

export const SessionContext = createContext<Session>(nowhere);

/** The session of this page. */
export const useSession = (): Session => useContext(SessionContext);
