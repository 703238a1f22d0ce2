namespace Cocoon.Cli;

/// <summary><c>cocoon tokenizer</c>: everything about turning text into numbers.</summary>
internal sealed class TokenizerCommand : Verb
{
    public TokenizerCommand() : base("tokenizer", "Train a tokenizer on your text, or use one: encode, decode, inspect.",
        ["cocoon tokenizer train --input corpus --vocab-size 8192 --out tokenizer"], "cocoon data prepare --input corpus --tokenizer tokenizer --out data")
    {
        Add(new TokenizerTrainCommand());
        Add(new TokenizerEncodeCommand());
        Add(new TokenizerDecodeCommand());
        Add(new TokenizerInspectCommand());
    }
}
