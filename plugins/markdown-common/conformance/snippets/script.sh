echo "ahoy"
exit 0
