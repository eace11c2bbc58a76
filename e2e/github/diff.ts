/** What is under a file's header: of one height everywhere. */
export const DIFF = `<div class="code"><div class="hunk">@@ -1,7 +1,9 @@</div><div>export function fixture(code: string) {</div><div class="gone">-	return code;</div><div class="added">+	const lines = code.split('\\n');</div><div class="added">+	return lines.join('\\n');</div><div>}</div></div>`;
