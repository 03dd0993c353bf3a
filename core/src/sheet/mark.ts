/** First word of every file that an export makes; by it an import knows one. */
export const exportMark = 'haidang-export';
