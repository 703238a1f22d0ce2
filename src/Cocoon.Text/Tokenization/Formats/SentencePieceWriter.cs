namespace Cocoon.Text;

/// <summary>Writes SentencePiece <c>.model</c> files that the reference reads.</summary>
internal static class SentencePieceWriter
{
    public static void Write(Stream stream, SentencePieceModel model)
    {
        var file = new ProtobufWriter();
        foreach (var piece in model.Pieces)
        {
            var entry = new ProtobufWriter();
            entry.Text(1, piece.Text);
            entry.Float(2, piece.Score);
            if (piece.Kind != PieceKind.Normal) entry.Integer(3, (int)piece.Kind);
            file.Message(1, entry.Written);
        }

        file.Message(2, Trainer(model).Written);
        file.Message(3, Normalization(model.Normalization).Written);
        if (model.Denormalization is { } rules) file.Message(5, Normalization(rules).Written);
        stream.Write(file.Written);
    }

    private static ProtobufWriter Trainer(SentencePieceModel model)
    {
        var table = new PieceTable(model);
        string unknown = table[table.Unknown].Text;
        var trainer = new ProtobufWriter();
        trainer.Integer(3, (int)model.Algorithm);
        trainer.Integer(4, model.Pieces.Count);
        if (model.SpaceAsSuffix) trainer.Integer(24, 1);
        if (model.ByteFallback) trainer.Integer(35, 1);
        trainer.Integer(40, table.Unknown);
        trainer.Integer(41, table.ControlId(model.BeginPiece) ?? -1);
        trainer.Integer(42, table.ControlId(model.EndPiece) ?? -1);
        trainer.Integer(43, table.ControlId(model.PadPiece) ?? -1);
        trainer.Text(44, model.UnknownSurface);
        trainer.Text(45, unknown);
        trainer.Text(46, model.BeginPiece);
        trainer.Text(47, model.EndPiece);
        trainer.Text(48, model.PadPiece);
        return trainer;
    }

    private static ProtobufWriter Normalization(SentencePieceNormalization rules)
    {
        var message = new ProtobufWriter();
        message.Text(1, rules.Name);
        if (!rules.PrecompiledMap.IsEmpty) message.Message(2, rules.PrecompiledMap.Span);
        message.Integer(3, rules.AddDummyPrefix ? 1 : 0);
        message.Integer(4, rules.RemoveExtraSpaces ? 1 : 0);
        message.Integer(5, rules.EscapeSpaces ? 1 : 0);
        return message;
    }
}
