export async function benchTwentyIndicators(_folder: string): Promise<void> {}
