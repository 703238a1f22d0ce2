// Trains a WordPiece vocabulary with the reference library and prints its tokens in the order of their ids, as a JSON array.
// The Node binding trains with the library's defaults: 30,000 tokens, minimum frequency 0, no special tokens, no limit to the alphabet.
//   node train.js <file.txt> ... > vocabulary.json
import tokenizers from 'tokenizers';

const tokenizer = new tokenizers.Tokenizer(tokenizers.WordPiece.empty());
tokenizer.setNormalizer(tokenizers.bertNormalizer());
tokenizer.setPreTokenizer(tokenizers.bertPreTokenizer());
tokenizer.train(process.argv.slice(2));
const tokens = Object.entries(tokenizer.getVocab()).sort((a, b) => a[1] - b[1]).map(([token]) => token);
process.stdout.write(JSON.stringify(tokens) + '\n');
