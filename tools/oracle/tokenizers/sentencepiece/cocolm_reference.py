"""The authors' tokenizer of COCO-LM, run from a checkout of microsoft/COCO-LM (only its class from transformers is replaced by nothing).
    /usr/bin/python3 cocolm_reference.py AUTHORS sp.model dict.txt < strings > expected.jsonl      AUTHORS: the folder `huggingface` of the checkout"""
import json
import sys
import tempfile
import types

SENTENCES = [
    "``Don't,'' she said; ``it isn't John's dog' s bone.''", "they' ll, WE' LL! you ' re I' VE he' D it' s' t x' sy", "\u2018quoted\u2019 \u201ctext\u201d \u2013 dash\u2014dash \u00b4",
    "(((nested))) ... !!!wow!!! a.b.c $5.00 $ 5 [MASK] -", "   tabs\tand\nlines\u00a0 \u2003end   ", "a\x1cb\x1fc", "'s", "' s", "dogs' LL", "caf\u00e9 caf\u00e9", "<s> </s> <mask> [CLS]",
    "\u3002\u8695\u4e1d\uff01 \U0001f98b! !\U0001f98b\u0301 ''''", "!", "!!", "a!", "!a", "!a!", " ' t ' tis ' re-do ' ve_ ' LLx ' RE",
]


def load(authors, model, dictionary):
    """The tokenizer of a model and a dictionary, given as they lie in their files."""
    transformers = types.ModuleType("transformers.tokenization_utils")
    transformers.PreTrainedTokenizer = type("PreTrainedTokenizer", (), {"__init__": lambda self, **_: None})
    sys.modules["transformers"] = types.ModuleType("transformers")
    sys.modules["transformers.tokenization_utils"] = transformers
    package = types.ModuleType("cocolm")
    package.__path__ = [authors + "/cocolm"]
    sys.modules["cocolm"] = package
    from cocolm.tokenization_cocolm import COCOLMTokenizer
    with tempfile.NamedTemporaryFile("wb") as model_file, tempfile.NamedTemporaryFile("w", encoding="utf-8") as dictionary_file:
        model_file.write(model)
        dictionary_file.write(dictionary)
        model_file.flush()
        dictionary_file.flush()
        return COCOLMTokenizer(model_file.name, dictionary_file.name)


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as model, open(sys.argv[3], encoding="utf-8") as dictionary:
        tokenizer = load(sys.argv[1], model.read(), dictionary.read())
    for line in sys.stdin:
        text = json.loads(line).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        ids = tokenizer.encode(text)
        print(json.dumps({"text": text, "ids": ids, "decoded": tokenizer.decode(ids)}))
