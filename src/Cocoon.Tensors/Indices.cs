namespace Cocoon.Tensors;

/// <summary>Checks of the integers that choose rows or columns; a wrong one is refused before a kernel sees it.</summary>
internal static class Indices
{
    extension(ReadOnlyMemory<int> indices)
    {
        /// <summary>True if each is the number of a row.</summary>
        public bool AreRowsOf(Tensor table) =>
            indices.IsEmpty || (table.Rows > 0 && !indices.Span.ContainsAnyExceptInRange(0, table.Rows - 1));

        /// <summary>True if each is the number of a column or negative, which means none.</summary>
        public bool AreColumnsOf(Tensor scores) => !indices.Span.ContainsAnyInRange(scores.Columns, int.MaxValue);

        /// <summary>How many are not negative.</summary>
        public int Counted
        {
            get
            {
                int count = 0;
                foreach (int index in indices.Span) count += index >= 0 ? 1 : 0;
                return count;
            }
        }

        /// <summary>For messages: how many there are, and their range.</summary>
        public string Text
        {
            get
            {
                if (indices.IsEmpty) return "[0]";
                var (least, most) = (int.MaxValue, int.MinValue);
                foreach (int index in indices.Span) (least, most) = (Math.Min(least, index), Math.Max(most, index));
                return $"[{indices.Length}] from {least} to {most}";
            }
        }
    }
}
