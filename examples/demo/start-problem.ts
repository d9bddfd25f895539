const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'Another program already listens there. The demo takes a port and the one after it; choose others: PORT=4390 npm start',
  EACCES: 'This folder or port is not yours to use. Choose another: KITH_DATA=~/kith-data PORT=4390 npm start',
  EEXIST: 'There is a file where the data folder should be. Choose another: KITH_DATA=~/kith-data npm start',
  ENOTDIR: 'There is a file where the data folder should be. Choose another: KITH_DATA=~/kith-data npm start',
  EROFS: 'This disk is read-only. Choose another folder: KITH_DATA=~/kith-data npm start',
  ENOSPC: 'The disk is full. Free some space, or choose another folder: KITH_DATA=/other/disk npm start',
  STORAGE_FULL: 'The disk is full. Free some space, or choose another folder: KITH_DATA=/other/disk npm start',
  STORAGE_TOO_NEW: 'Update this program, or start over with a new demo: npm start -- --fresh',
}

/** What went wrong at the start and what to do about it, in a sentence or two. */
export function startProblem(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return [`The demo cannot start: ${message ?? String(error)}`, ADVICE[code ?? '']].filter(Boolean).join('\n')
}
