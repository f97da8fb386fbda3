import { defineStore } from 'pinia';
import { ref } from 'vue';

const SHOWN_MS = 8000;
const MOST = 5;

export interface Notice {
  readonly id: number;
  readonly kind: 'good' | 'bad' | 'plain';
  readonly text: string;
}

/** Short news in the corner of the page. Bad ones stay until they are closed. */
export const useNotices = defineStore('notices', () => {
  const notices = ref<Notice[]>([]);
  let count = 0;
  function close(id: number): void {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }
  function tell(text: string, kind: Notice['kind'] = 'plain'): void {
    const id = ++count;
    notices.value = [...notices.value, { id, kind, text }].slice(-MOST);
    if (kind !== 'bad') window.setTimeout(() => close(id), SHOWN_MS);
  }
  return { notices, tell, close };
});
