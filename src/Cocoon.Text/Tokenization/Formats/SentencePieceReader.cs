namespace Cocoon.Text;

/// <summary>Reads SentencePiece <c>.model</c> files: a message of Protocol Buffers, as <c>sentencepiece_model.proto</c> (google/sentencepiece) describes it.</summary>
/// <remarks>Fields that change nothing here (how the model was trained, its self test) are passed over; what is read is checked whole. Memory stays in proportion to the file.</remarks>
internal static class SentencePieceReader
{
    /// <summary>The model in <paramref name="bytes"/>.</summary>
    /// <exception cref="CorpusException">The bytes are not a SentencePiece model of a supported kind.</exception>
    public static SentencePieceModel Read(string path, byte[] bytes)
    {
        var pieces = new List<ScoredPiece>();
        var model = new SentencePieceModel { Pieces = pieces };
        var file = new ProtobufReader(bytes, 0, path);
        while (file.TryNext())
        {
            switch (file.Field)
            {
                case 1: pieces.Add(Piece(file.Message())); break;
                case 2: model = Trainer(file.Message(), model); break;
                case 3: model = model with { Normalization = Normalization(file.Message(), bytes) }; break;
                case 5: model = model with { Denormalization = Normalization(file.Message(), bytes) }; break;
                default: file.Skip(); break;
            }
        }

        if (PieceTable.FirstProblem(model) is { } problem) throw new CorpusException(path, problem);
        return model;
    }

    private static ScoredPiece Piece(ProtobufReader message)
    {
        var piece = new ScoredPiece("", 0);
        while (message.TryNext())
        {
            switch (message.Field)
            {
                case 1: piece = piece with { Text = message.Text() }; break;
                case 2: piece = piece with { Score = message.Float() }; break;
                case 3: piece = piece with { Kind = Kind(ref message) }; break;
                default: message.Skip(); break;
            }
        }

        return piece;
    }

    private static PieceKind Kind(ref ProtobufReader message)
    {
        long value = message.Integer();
        return value is >= 1 and <= 6 ? (PieceKind)value : throw message.Refused($"gives a piece the unknown type {value}");
    }

    private static SentencePieceModel Trainer(ProtobufReader message, SentencePieceModel model)
    {
        while (message.TryNext())
        {
            switch (message.Field)
            {
                case 3: model = model with { Algorithm = Algorithm(ref message) }; break;
                case 24: model = model with { SpaceAsSuffix = message.Boolean() }; break;
                case 35: model = model with { ByteFallback = message.Boolean() }; break;
                case 44: model = model with { UnknownSurface = message.Text() }; break;
                case 46: model = model with { BeginPiece = message.Text() }; break;
                case 47: model = model with { EndPiece = message.Text() }; break;
                case 48: model = model with { PadPiece = message.Text() }; break;
                default: message.Skip(); break;
            }
        }

        return model;
    }

    private static SentencePieceAlgorithm Algorithm(ref ProtobufReader message) => message.Integer() switch
    {
        1 => SentencePieceAlgorithm.Unigram,
        2 => SentencePieceAlgorithm.Bpe,
        3 => throw message.Refused("says that this is a model of whole words; unigram and BPE models can be read"),
        4 => throw message.Refused("says that this is a model of characters; unigram and BPE models can be read"),
        var other => throw message.Refused($"names the unknown kind of model {other}"),
    };

    private static SentencePieceNormalization Normalization(ProtobufReader message, byte[] file)
    {
        var rules = new SentencePieceNormalization();
        while (message.TryNext())
        {
            switch (message.Field)
            {
                case 1: rules = rules with { Name = message.Text() }; break;
                case 2:
                    int length = message.Bytes().Length;
                    rules = rules with { PrecompiledMap = file.AsMemory(message.Offset - length, length) };
                    break;
                case 3: rules = rules with { AddDummyPrefix = message.Boolean() }; break;
                case 4: rules = rules with { RemoveExtraSpaces = message.Boolean() }; break;
                case 5: rules = rules with { EscapeSpaces = message.Boolean() }; break;
                default: message.Skip(); break;
            }
        }

        return rules;
    }
}
