import { readonly, ref } from 'vue';

/** Where a phone begins: as in the style sheet. */
const narrow = window.matchMedia('(max-width: 760px)');
const isNarrow = ref(narrow.matches);
narrow.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});

/** Whether the window is as narrow as a phone. */
export const useIsNarrow = () => readonly(isNarrow);
