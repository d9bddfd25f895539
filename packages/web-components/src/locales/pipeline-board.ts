import type { Texts } from './en.ts'

type Board = Texts['pipelineBoard']

/** Texts of `kith-pipeline-board`, by language. */
export const pipelineBoardTexts = {
  en: (): Promise<Board> => import('./en/pipeline-board.ts').then((file) => file.pipelineBoard),
  nb: (): Promise<Board> => import('./nb/pipeline-board.ts').then((file) => file.pipelineBoard),
}
