/** Texts of the pipeline board. */
export const pipelineBoard = {}
